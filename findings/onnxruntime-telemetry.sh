#!/usr/bin/env bash
# onnxruntime-node 1.30.0 (Linux, macOS): telemetry is on by default. The first session of a process, also of one that
# only tries to load a broken model, writes a lasting device identifier and a database of events into the user's cache
# folder, and facts about machine and models are sent. ORT_DISABLE_TELEMETRY=1 stops it on the main thread; set inside
# a worker thread, whose process.env is a copy, it does nothing. Where CI is set it keeps still.
# Here it runs without a network, so that nothing is sent.
#
# Seen:
#   by default: deviceid, onnxruntime.db
#   variable set on the main thread: nothing
#   variable set in a worker thread: deviceid, onnxruntime.db
#   with CI=true: nothing
. "$(dirname "$0")/begin.sh"
unshare --user --map-root-user --net true 2>/dev/null || {
  echo "not run: this machine cannot start a process without a network (unshare --net)"
  exit 2
}
install onnxruntime-node@1.30.0
cat >"$place/session.cjs" <<'JS'
const { Worker, isMainThread } = require("node:worker_threads");
const inThread = process.argv[2] === "thread" && isMainThread;
if (inThread) new Worker(__filename, { argv: process.argv.slice(2) });
else {
  if (process.argv[2] !== "plain") process.env.ORT_DISABLE_TELEMETRY = "1";
  const { InferenceSession } = require("onnxruntime-node");
  InferenceSession.create(Buffer.from("no model")).catch(() => setTimeout(() => undefined, 500));
}
JS
# left MODE VARIABLE=VALUE...: the files in a fresh home after one session.
left() {
  local mode=$1 home
  shift
  home=$(mktemp -d -p "$place")
  env -i PATH="$PATH" HOME="$home" "$@" unshare --user --map-root-user --net node "$place/session.cjs" "$mode"
  find "$home" -type f -printf '%f\n' | sort | paste -sd ' ' | sed 's/ /, /g; s/^$/nothing/'
}
plain=$(left plain) main=$(left main) thread=$(left thread) ci=$(left plain CI=true)
printf 'by default: %s\nvariable set on the main thread: %s\n' "$plain" "$main"
printf 'variable set in a worker thread: %s\nwith CI=true: %s\n' "$thread" "$ci"
[[ $plain == "deviceid, onnxruntime.db" && $main == nothing && $thread == "$plain" && $ci == nothing ]]
