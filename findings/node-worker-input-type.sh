#!/usr/bin/env bash
# Node 20.20.2: a worker thread inherits --input-type from a process that was started with --input-type=module --eval,
# and then refuses its own file: a library that starts a worker of its own fails in a one-line script.
#
# Seen: ERR_INPUT_TYPE_NOT_ALLOWED; with execArgv: [] the worker runs
. "$(dirname "$0")/begin.sh"
echo 'console.log("the worker runs");' >"$place/worker.mjs"
start() {
  node --input-type=module --eval "
    import { Worker } from 'node:worker_threads';
    new Worker('$place/worker.mjs', $1).on('error', ({ code }) => console.log(code));"
}
inherited=$(start '{}') without=$(start '{ execArgv: [] }')
printf 'flags inherited: %s\nwithout flags: %s\n' "$inherited" "$without"
[[ $inherited == ERR_INPUT_TYPE_NOT_ALLOWED && $without == "the worker runs" ]]
