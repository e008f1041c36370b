#!/bin/sh
# What the checked-out branch breaks against another one (main, unless it is named), for any build system.
set -eu
base=${1:-main}
# A checkout for a build often has one commit and no other branch.
git rev-parse --quiet --verify "origin/$base^{commit}" > /dev/null ||
  git fetch --quiet --no-tags --depth=1 origin "+refs/heads/$base:refs/remotes/origin/$base"
exec caveat check --since "origin/$base" --format compact --format junit=caveat.xml
