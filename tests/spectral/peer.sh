#!/bin/sh
# Lints descriptions with Spectral's own command line.
# Usage: peer.sh CACHE RULESET OUTPUT DESCRIPTION...
# Installs pinned versions of Spectral and of a published ruleset into CACHE, once. Ends with 3 where node, npm or the
# network is missing, so that the test can say what it skips.
set -eu
cache=$1 ruleset=$2 output=$3
shift 3
command -v node >/dev/null && command -v npm >/dev/null || { echo "node or npm is missing"; exit 3; }
spectral=$cache/node_modules/.bin/spectral
if [ ! -x "$spectral" ]; then
  mkdir -p "$cache"
  printf '{"private":true}\n' >"$cache/package.json"
  npm install --prefix "$cache" --ignore-scripts --no-audit --no-fund --loglevel=error \
    @stoplight/spectral-cli@6.16.3 @baloise/spectral-rules@1.5.0 >&2 || { echo "npm cannot install Spectral"; exit 3; }
fi
# Findings are no failure of this script; a crash leaves no output.
rm -f "$output"
"$spectral" lint --ruleset "$ruleset" --format json --quiet --output "$output" "$@" >&2 || true
[ -s "$output" ]
