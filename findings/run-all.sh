#!/usr/bin/env bash
# Runs every finding and says which still holds. Exits 1 when one changed; 2 of a finding means that it could not run.
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
changed=0
for finding in *.sh; do
  case $finding in begin.sh | run-all.sh) continue ;; esac
  printf '== %s\n' "$finding"
  "./$finding"
  case $? in
    0) printf '== %s: still so\n' "$finding" ;;
    2) printf '== %s: not run\n' "$finding" ;;
    *)
      printf '== %s: CHANGED, or it failed\n' "$finding"
      changed=1
      ;;
  esac
done
exit "$changed"
