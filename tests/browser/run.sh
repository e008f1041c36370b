#!/usr/bin/env bash
# Looks at the HTML pages in headless Chromium: `tests/browser/run.sh CAVEAT [SCREENSHOTS]`.
# Installs Debian's Chromium where that is allowed, and the packages of npm into `target/`. Where either cannot be had it
# says what it skips, and ends well.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
caveat=${1:?the program to look at}
shots=${2:-}
tools="${CARGO_TARGET_DIR:-$root/target}/browser"
mkdir -p "$tools"

skip() { echo "skipped: $1"; exit 0; }

command -v node >/dev/null && command -v npm >/dev/null || skip "there is no node"
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$chromium" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get install --yes --no-install-recommends chromium >"$tools/apt.log" 2>&1 || true
  chromium=$(command -v chromium || true)
fi
[ -n "$chromium" ] || skip "there is no Chromium, and it cannot be installed"
if [ ! -d "$tools/node_modules/axe-core" ] || [ ! -d "$tools/node_modules/puppeteer-core" ]; then
  cp "$root/tests/browser/package.json" "$tools/"
  (cd "$tools" && npm install --no-audit --no-fund --ignore-scripts >npm.log 2>&1) || skip "npm cannot install what is needed"
fi

pages="$tools/pages"
rm -rf "$pages"
mkdir -p "$pages"
# What is found is not the question here, so 1 is as good as 0.
write() { "$caveat" "${@:2}" --format "html=$pages/$1.html" || [ $? -eq 1 ]; }
cd "$root"
write diff diff fixtures/demo/v1 fixtures/demo/v2 --show safe
write lint lint fixtures/demo/v1
write check check fixtures/demo/v2/openapi.yaml --against fixtures/demo/v1/openapi.yaml --show safe,info
write clean lint fixtures/cli/clean.yaml
node "$root/tests/browser/many.js" "$pages/many.yaml"
write many lint "$pages/many.yaml" --show info

NODE_PATH="$tools/node_modules" CHROMIUM="$chromium" PAGES="$pages" SHOTS="$shots" node "$root/tests/browser/look.js"
