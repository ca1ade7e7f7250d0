#!/usr/bin/env bash
# @huggingface/transformers 4.3.1 with typescript 6.0.3: its declarations do not compile without skipLibCheck, nor, under
# nodenext, those of @huggingface/tokenizers 0.2.0. A package that names these types in its own declarations forces
# skipLibCheck on whoever uses it.
#
# Seen: under bundler TS2416 twice (lfm2_vl, mgp_str); under nodenext TS2834 in tokenizers as well
. "$(dirname "$0")/begin.sh"
install @huggingface/transformers@4.3.1 typescript@6.0.3 @types/node@20.19.43
echo 'import { pipeline } from "@huggingface/transformers"; export const made = pipeline;' >"$place/use.ts"
compile() { (cd "$place" && node node_modules/typescript/bin/tsc --noEmit --strict --target esnext --types node "$@" use.ts || true) | grep -o '^[^(]*.*TS[0-9]*' | sed 's/.*@huggingface.//; s/([0-9,]*): error/:/' | sort -u || true; }
bundler=$(compile --module esnext --moduleResolution bundler)
nodenext=$(compile --module nodenext)
skipped=$(compile --module nodenext --skipLibCheck)
printf 'bundler:\n%s\nnodenext:\n%s\nnodenext, skipLibCheck:\n%s\n' "$bundler" "$nodenext" "${skipped:-no error}"
grep -q '^transformers/.*TS2416' <<<"$bundler" && grep -q '^tokenizers/.*TS2834' <<<"$nodenext" && [[ -z $skipped ]]
