#!/usr/bin/env bash
# typescript 6.0.3 with @types/node 20.19.43 installed: `types` is empty by default, so a package whose declarations
# name NodeJS.ProcessEnv without a reference fails to compile in a fresh project (TS2503); with skipLibCheck the error
# is silent and the type becomes any. `/// <reference types="node" />` in the declaration file mends both.
#
# Seen:
#   plain: TS2503; skipLibCheck: no error, and run(42) is accepted; with the reference: run(42) is refused (TS2345)
. "$(dirname "$0")/begin.sh"
install typescript@6.0.3 @types/node@20.19.43
mkdir -p "$place/node_modules/thing"
printf '{"name":"thing","version":"1.0.0","type":"module","exports":{".":{"types":"./index.d.ts","default":"./index.js"}}}\n' >"$place/node_modules/thing/package.json"
echo 'import { run } from "thing"; run(42);' >"$place/use.ts"
codes() {
  local found
  found=$(cd "$place" && node node_modules/typescript/bin/tsc --noEmit --module nodenext --target es2023 "$@" use.ts || true)
  { grep -o 'TS[0-9]*' <<<"$found" || echo "no error"; } | sort -u | paste -sd ' '
}
declares() { printf '%sexport declare function run(environment: NodeJS.ProcessEnv): void;\n' "$1" >"$place/node_modules/thing/index.d.ts"; }
declares ''
plain=$(codes) skipped=$(codes --skipLibCheck)
declares '/// <reference types="node" />
'
mended=$(codes)
printf 'plain: %s\nskipLibCheck: %s\nwith the reference: %s\n' "$plain" "$skipped" "$mended"
[[ $plain == TS2503 && $skipped == "no error" && $mended == TS2345 ]]
