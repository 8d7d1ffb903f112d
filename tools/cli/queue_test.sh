#!/usr/bin/env bash
# The queue as it is typed, and as it is killed.
set -u
. tools/cli/expect.sh
speed_course "$TEST_TMPDIR/bin"
fake_bazel "$TEST_TMPDIR/bin"

# says NAME: Bazel finds an error in its sources.
says() {
  export BAZEL_SAYS="submissions/$1/model.cc:3:1: error: no return"
}

# folder NAME TEXT: what is handed in.
folder() {
  mkdir -p "$TEST_TMPDIR/$1"
  for f in README.md train.cc run_benchmark.cc; do : > "$TEST_TMPDIR/$1/$f"; done
  echo "// $2" > "$TEST_TMPDIR/$1/model.cc"
}

# hand_in NAME TEXT
hand_in() {
  folder "$1" "$2"
  "$tito" olympics submit --queue --category speed --as "$1" "$TEST_TMPDIR/$1" \
    > "$TEST_TMPDIR/handed_in" 2>&1 || {
    echo "FAILED: handing in: $(cat "$TEST_TMPDIR/handed_in")"
    failures=$((failures + 1))
  }
}

expect 0 'nothing waits' olympics grade --queue
expect 1 'name nothing else' olympics grade --queue alice
for name in alice bob carol; do
  expect 0 "$name is registered" olympics register "$name"
done

# Places and turns.
hand_in alice one
grep -q 'alice waits, attempt 1; it is the next' "$TEST_TMPDIR/handed_in" || {
  echo "FAILED: $(cat "$TEST_TMPDIR/handed_in")"
  failures=$((failures + 1))
}
hand_in bob one
grep -q 'bob waits, attempt 1; 1 before it, about 1 min' "$TEST_TMPDIR/handed_in" || {
  echo "FAILED: $(cat "$TEST_TMPDIR/handed_in")"
  failures=$((failures + 1))
}
# The first one's is replaced before it was graded, and the tree still has it.
hand_in alice two
grep -q '// one' "$TITO_ROOT/submissions/alice/model.cc" || {
  echo 'FAILED: the tree was changed by handing in'
  failures=$((failures + 1))
}
says alice
expect 0 '2 graded; nothing waits' olympics grade --queue
grep -q '// two' "$TITO_ROOT/submissions/alice/model.cc" || {
  echo 'FAILED: the newest attempt is not in the tree'
  failures=$((failures + 1))
}
expect 0 'superseded' olympics history alice
expect 0 '0 graded; nothing waits' olympics grade --queue
grep -q 'no return' "$TITO_ROOT/.tito/junit/alice_speed_demon.xml" || {
  echo 'FAILED: the JUnit file is not of what was graded'
  failures=$((failures + 1))
}
# The same files again: nothing is left to do, but where the machine was at fault.
hand_in alice two
grep -q 'graded already' "$TEST_TMPDIR/handed_in" || {
  echo "FAILED: $(cat "$TEST_TMPDIR/handed_in")"
  failures=$((failures + 1))
}

# Who was taken off the roster holds nobody up, and waits for being put back.
cp "$TITO_ROOT/submissions/roster.bzl" "$TEST_TMPDIR/roster.bzl"
hand_in bob two
hand_in alice three
sed -i 's/"bob",\? \?//' "$TITO_ROOT/submissions/roster.bzl"
expect 0 '1 graded; nothing waits' olympics grade --queue
cp "$TEST_TMPDIR/roster.bzl" "$TITO_ROOT/submissions/roster.bzl"
expect 0 '1 graded; nothing waits' olympics grade --queue

# A grader that is killed at any moment, again and again, while students hand in:
# each attempt ends with one report.
for i in $(seq 100); do
  [ $((i % 4)) -ne 1 ] || hand_in carol "kill $i"
  [ $((i % 9)) -ne 1 ] || hand_in bob "kill $i"
  setsid "$tito" olympics grade --queue > /dev/null 2>&1 &
  grader=$!
  sleep "0.0$((RANDOM % 10))$((RANDOM % 10))"
  kill -9 -- "-$grader" 2> /dev/null
  wait "$grader" 2> /dev/null
done
expect 0 'nothing waits' olympics grade --queue
expect 0 'the record is as it was signed' course check
"$tito" olympics history --json > "$TEST_TMPDIR/history.json"
python3 - "$TEST_TMPDIR/history.json" <<'PYTHON' || failures=$((failures + 1))
import collections, json, sys

handed_in, reports = [], collections.Counter()
for e in json.load(open(sys.argv[1])):
    files = e["submission"], e["digest"]
    if e["what"].startswith("handed in"):
        handed_in.append(files)
    if e["what"].startswith("graded in speed_demon"):
        reports[files] += 1
wrong = [files for files, n in reports.items() if n != 1]
lost = set(handed_in) - set(reports)
print(len(handed_in), "handed in,", sum(reports.values()), "reports")
if wrong or lost or len(set(handed_in)) < 30:
    sys.exit("FAILED: graded twice: %s, lost: %s" % (wrong, lost))
PYTHON

[ "$failures" -eq 0 ] || exit 1
echo 'What waits is graded once, whoever is killed.'
