#!/usr/bin/env bash
# tito as it is typed, on a course's tree of its own: exit codes, the sentence for
# each mistake, and that nothing is lost by one.
set -u
tito=$PWD/tools/tito_main
export TITO_ROOT=$TEST_TMPDIR/course
mkdir -p "$TITO_ROOT/categories/speed_demon" "$TITO_ROOT/submissions"
spec=categories/speed_demon/spec.textproto
cp "$spec" "$TITO_ROOT/$spec"
echo 'ROSTER = ["alice"]' > "$TITO_ROOT/submissions/roster.bzl"
failures=0

# expect CODE TEXT ARGUMENT...: tito ends with CODE and says TEXT.
expect() {
  local code=$1 text=$2 output status=0
  shift 2
  output=$("$tito" "$@" 2>&1) || status=$?
  if [ "$status" -ne "$code" ] || [[ $output != *"$text"* ]]; then
    echo "FAILED: tito $*: exit $status, wanted $code with '$text':"
    echo "$output"
    failures=$((failures + 1))
  fi
}

expect 0 'No grades yet' olympics scores
expect 0 'nobody yet' olympics leaderboard
expect 0 '[]' olympics scores --json
expect 0 'Speed Demon' olympics leaderboard --category speed
expect 0 'Points Possible' olympics export --format=canvas
expect 0 'username' olympics export --format=moodle
expect 0 '0 submissions' olympics export --format=gradescope
expect 1 'there is no category "sped"' olympics scores --category sped
expect 1 'there is no "bob" on the roster' olympics grade bob
expect 1 'no/such/folder/grades.csv' olympics export --format=canvas \
  --out=no/such/folder/grades.csv
expect 105 'canvas' olympics export --format=excel
expect 106 'subcommand' olympics
expect 0 'leaderboard' olympics --help
expect 1 'there is no module "20"; give a number from 1 to 19' module test 20
expect 106 'subcommand' module
expect 0 'status' checkpoint --help
expect 0 '1 categories: their specs make sense' course check
expect 0 '[' course check --json
expect 106 'subcommand' course

# Another category is a folder, and no more.
mkdir "$TITO_ROOT/categories/light_weight"
cp categories/testdata/light_weight/spec.textproto \
  "$TITO_ROOT/categories/light_weight"
expect 0 '🪶 Light Weight Category:' olympics leaderboard
expect 0 'nobody yet' olympics leaderboard --category light
expect 0 'Light Weight' olympics export --format=canvas
rm -r "$TITO_ROOT/categories/light_weight"

expect 0 'No boards yet' board list
expect 0 '[]' board list --json
expect 1 'there is no board "pi4"' board run pi4 //submissions/...
expect 1 'there is no board "pi4"' board check pi4
expect 1 'the destination is "pi@host;reboot"' board add pi4 'pi@host;reboot'
expect 1 'a board'\''s name is "../pi4"' board add ../pi4 pi@host
expect 1 'cannot be reached' board add pi4 root@127.0.0.1 --port 1
expect 1 'no emulated board runs' board stop
expect 0 'No boards yet' board list

echo 'submission,nmae' > "$TITO_ROOT/submissions/students.csv"
expect 1 'no column "nmae"' olympics export --format=canvas
rm "$TITO_ROOT/submissions/students.csv"

expect 1 'you are not registered here yet' olympics submit
expect 0 'alice is registered' olympics register alice --student 'Chen, Alice' --id 17
expect 1 'the id "17" is that of alice already' olympics register bob --id 17
expect 1 "begins as a spreadsheet's formula does" olympics register bob --student '=1+1'
expect 1 'is no name for a submission' olympics register ../bob
expect 1 'there is no folder /no/such/folder' olympics submit /no/such/folder
mkdir "$TEST_TMPDIR/mine"
echo > "$TEST_TMPDIR/mine/model.cc"
expect 1 'has no README.md' olympics submit --final "$TEST_TMPDIR/mine"
ln -s /etc/passwd "$TEST_TMPDIR/mine/README.md"
expect 1 'is a link; hand in the file itself' olympics submit "$TEST_TMPDIR/mine"
expect 1 'there is no category "sped"' olympics submit --category sped "$TEST_TMPDIR/mine"
expect 108 'excludes' olympics submit --baseline --final "$TEST_TMPDIR/mine"
if [ -e "$TITO_ROOT/submissions/alice" ]; then
  echo 'FAILED: a refused folder reached the tree'
  failures=$((failures + 1))
fi

sed -i 's/memory_mib: 512/memory_mib: -5/' "$TITO_ROOT/$spec"
expect 1 'limits.memory_mib is -5; it must be 1 or more' olympics scores
expect 1 'limits.memory_mib is -5; it must be 1 or more' course check
cp "$spec" "$TITO_ROOT/$spec"

mv "$TITO_ROOT/.tito/record.db" "$TITO_ROOT/record"
rm -f "$TITO_ROOT"/.tito/record.db-*
echo 'this is no database' > "$TITO_ROOT/.tito/record.db"
expect 1 'record' olympics scores
if [ "$(cat "$TITO_ROOT/.tito/record.db")" != 'this is no database' ]; then
  echo 'FAILED: a file that is no record was changed'
  failures=$((failures + 1))
fi

exit "$((failures > 0))"
