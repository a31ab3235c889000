#!/bin/sh
# Builds GraphiQL into dist/ with npm, and says so; without Node 20 the page is loaded from a CDN, which is no failure.
#
# dist.new is there from the beginning to the end of it: the server tells browsers to wait meanwhile.
cd "$(dirname "$0")" || exit 1
if ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; then
  echo "GraphiQL is loaded from a CDN: Node 20 or newer would build it in."
  exit 1
fi
echo "Building GraphiQL with npm"
trap 'rm -rf dist.new' EXIT
mkdir -p dist.new && npm ci --silent --no-audit --no-fund --prefer-offline && node build.mjs && exit 0
echo "GraphiQL could not be built: until make setup succeeds it is loaded from a CDN." >&2
exit 1
