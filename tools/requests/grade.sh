#!/usr/bin/env bash
# grade.sh: grades what a pull or merge request hands in, for its author's eyes.
#
#   tools/requests/grade.sh BASE HEAD [OUT]
#
# Run in a clone whose work tree is BASE, the course's own: its tools, rules and
# graders are what runs, whatever HEAD says, and of HEAD comes one submission's
# files (take.sh). Nothing is recorded: there is no key here and no record. OUT
# (olympics.xml) becomes a JUnit file. Exit code 0: passed; 3: graded and not
# passed, or a request that hands in something else; 1: its folder is no
# submission, and one sentence says why.
set -euo pipefail

[ $# -ge 2 ] || { sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//;p}' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
tito=$here/../tito
out=${3:-olympics.xml}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

name=$("$here/take.sh" "$1" "$2" "$scratch")
# A season of a moment: no deadline, nobody's grades.
export TITO_STATE=$scratch/state
mkdir "$TITO_STATE"
: > "$TITO_STATE/course.textproto"
"$tito" olympics register "$name" --with-grades
code=0
"$tito" olympics submit --as "$name" "$scratch/$name" || code=$?
[ "$code" -eq 0 ] || [ "$code" -eq 3 ] || exit "$code"
"$tito" olympics export --format=junit --out="$out"
exit "$code"
