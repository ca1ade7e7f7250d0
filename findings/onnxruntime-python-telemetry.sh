#!/usr/bin/env bash
# onnxruntime 1.32.0 from PyPI (Linux; 1.29.0 and 1.30.0 alike, 1.28.0 not): `import onnxruntime` by itself writes a
# lasting device identifier and a database of events into the user's cache folder. disable_telemetry_events() can only
# be called after that. ORT_DISABLE_TELEMETRY=1, also set by os.environ before the import, stops it.
# Here it runs without a network, so that nothing is sent. Needs python3 with venv.
#
# Seen:
#   import onnxruntime: deviceid, onnxruntime.db
#   with disable_telemetry_events(): deviceid, onnxruntime.db
#   os.environ before the import: nothing
. "$(dirname "$0")/begin.sh"
unshare --user --map-root-user --net true 2>/dev/null || {
  echo "not run: this machine cannot start a process without a network (unshare --net)"
  exit 2
}
python_with onnxruntime==1.32.0
# left PROGRAM: the files in a fresh home after it.
left() {
  local home
  home=$(mktemp -d -p "$place")
  env -i PATH="$PATH" HOME="$home" unshare --user --map-root-user --net "$python" -c "$1; import time; time.sleep(0.5)"
  find "$home" -type f -printf '%f\n' | sort | paste -sd ' ' | sed 's/ /, /g; s/^$/nothing/'
}
plain=$(left 'import onnxruntime')
function=$(left 'import onnxruntime; onnxruntime.disable_telemetry_events()')
variable=$(left 'import os; os.environ["ORT_DISABLE_TELEMETRY"] = "1"; import onnxruntime')
printf 'import onnxruntime: %s\nwith disable_telemetry_events(): %s\n' "$plain" "$function"
printf 'os.environ before the import: %s\n' "$variable"
[[ $plain == "deviceid, onnxruntime.db" && $function == "$plain" && $variable == nothing ]]
