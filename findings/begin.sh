# Sourced by every finding: a temporary folder, what it installs, and a way to run it. Needs Node 20.19, npm and, where
# a finding says so, python3. The packages are installed without their scripts and without this project.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
# Telemetry of ONNX Runtime stays off, but where it is itself the finding.
export ORT_DISABLE_TELEMETRY=1

# install PACKAGE@VERSION...: into the temporary folder.
install() {
  cp "$here/onnx-model.mjs" "$place/"
  (
    cd "$place"
    printf '{"private":true,"type":"module"}\n' >package.json
    npm install --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error --save-exact "$@" >/dev/null
  )
}

# python_with PACKAGE==VERSION...: a virtual environment in the temporary folder; its interpreter is $python.
python_with() {
  python3 -m venv "$place/venv"
  python="$place/venv/bin/python"
  "$python" -m pip install --quiet --disable-pip-version-check "$@"
}

# see FILE: runs the JavaScript on stdin. `holds(true, "...")` says that it is still so; anything else fails.
see() {
  {
    printf '%s\n' 'const holds = (still, what) => { console.log(`${still ? "still so" : "CHANGED"}: ${what}`); if (!still) process.exitCode = 1; };'
    cat
  } >"$place/finding.mjs"
  (cd "$place" && timeout 100 node finding.mjs)
}
