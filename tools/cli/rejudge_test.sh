#!/usr/bin/env bash
# Grades that are judged again as it is typed: evidence is taken out of the archives
# of a grading, and other specs are applied to it without measuring.
set -u
. tools/cli/expect.sh
export TITO_ROOT=$TEST_TMPDIR/course
export LC_ALL=C.UTF-8
spec=categories/speed_demon/spec.textproto
task=categories/tasks/image_classification.textproto
mkdir -p "$TITO_ROOT/categories/speed_demon" "$TITO_ROOT/categories/tasks" \
  "$TITO_ROOT/submissions/alice" "$TITO_ROOT/submissions/bob"
cp "$spec" "$TITO_ROOT/$spec"
cp "$task" "$TITO_ROOT/$task"
chmod u+w "$TITO_ROOT/$spec" "$TITO_ROOT/$task"
cat > "$TITO_ROOT/submissions/roster.bzl" <<'ROSTER'
EXAMPLES = ["baseline"]
STUDENTS = ["alice", "bob"]
ROSTER = STUDENTS
ROSTER
for name in alice bob; do
  cat > "$TITO_ROOT/submissions/$name/BUILD" <<'BUILD'
load("//grader:defs.bzl", "olympics_submission")

olympics_submission(
    name = "NAME",
    categories = ["speed_demon"],
)
BUILD
  sed -i "s/NAME/$name/" "$TITO_ROOT/submissions/$name/BUILD"
  for f in README.md model.cc train.cc run_benchmark.cc; do echo > "$TITO_ROOT/submissions/$name/$f"; done
done

# A bazel whose tests have been run: their outputs are in $TEST_TMPDIR/NAME.zip.
mkdir "$TEST_TMPDIR/fake"
cat > "$TEST_TMPDIR/fake/bazel" <<'BAZEL'
#!/bin/sh
for argument; do
  case $argument in
    --build_event_json_file=*) events=${argument#*=} ;;
  esac
done
: > "$events"
for archive in "$TEST_TMPDIR"/*.zip; do
  name=$(basename "$archive" .zip)
  cat >> "$events" <<EVENTS
{"id":{"testResult":{"label":"//submissions/$name:${name}_speed_demon","run":1}},"testResult":{"status":"PASSED","testActionOutput":[{"name":"test.outputs__outputs.zip","uri":"file://$archive"}]}}
EVENTS
done
echo '{"id":{},"lastMessage":true}' >> "$events"
BAZEL
chmod +x "$TEST_TMPDIR/fake/bazel"
export PATH=$TEST_TMPDIR/fake:$PATH

evidence=$TITO_ROOT/.tito/evidence
expect 0 'No grades that could be judged again' olympics rejudge
tools/cli/make_graded "$TEST_TMPDIR/alice.zip" alice "$spec" "$task" || exit 1
expect 0 '1 graded: 1 passed' olympics grade alice
if [ "$(ls "$evidence" | wc -l)" -ne 1 ]; then
  echo "FAILED: evidence is not kept once: $(ls "$evidence")"
  failures=$((failures + 1))
fi
kept=$evidence/$(ls "$evidence")
if [ "$(sha256sum < "$kept" | cut -d' ' -f1)" != "$(basename "$kept")" ] \
    || [ "$(stat -c %a "$kept")" != 444 ]; then
  echo 'FAILED: evidence is not read-only, or not called by its digest'
  failures=$((failures + 1))
fi
expect 0 "\"evidence_sha256\": \"$(basename "$kept")\"" olympics scores --json
expect 0 '"kernel": "6.1.0-made-up"' olympics scores --json

# By the same specs nothing changes, and nothing is new.
expect 0 '1 judged again: 0 change; 0 could not be; nothing to record' olympics rejudge
expect 0 '0 new on record' olympics rejudge --record
expect 0 'nothing' olympics rejudge alice --category speed
expect 1 'there is no category "sped"' olympics rejudge --category sped
expect 1 'did you mean alice?' olympics rejudge alcie
expect 2 'excludes' olympics rejudge --dry-run --record
expect 0 'rejudge' olympics --help

# points: what is measured of alice, as it counts.
points() {
  "$tito" olympics scores --json | sed -n 's/^ *"measured_points": \([0-9.]*\).*/\1/p'
}
before=$(points)

# A lower target gives more points, once they are recorded.
sed -i 's/target_gain: [0-9.]*/target_gain: 2/' "$TITO_ROOT/$spec"
expect 0 'passed, 100.0 points  points' olympics rejudge
expect 0 'nothing is recorded: --record does that' olympics rejudge --dry-run
if [ "$(points)" != "$before" ]; then
  echo 'FAILED: a dry run changed a grade'
  failures=$((failures + 1))
fi
expect 0 '1 changes; 0 could not be; 1 new on record' olympics rejudge --record
expect 0 '"former_spec_sha256": "' olympics scores --json
expect 0 '"measured_points": 100.0' olympics scores --json
expect 0 'judged again in speed_demon: passed, 100.0 measured points' olympics history
expect 0 '0 change; 0 could not be; 0 new on record' olympics rejudge --record
expect 0 'the record is as it was signed' course check

# A higher floor refuses.
sed -i 's/accuracy_floor: [0-9.]*/accuracy_floor: 0.95/' "$TITO_ROOT/$spec"
expect 0 'verdict: ' olympics rejudge --record
expect 0 'inaccurate' olympics scores
# And as it was, what was measured counts as before.
cp "$spec" "$TITO_ROOT/$spec"
chmod u+w "$TITO_ROOT/$spec"
expect 0 '1 new on record' olympics rejudge --record
if [ "$(points)" != "$before" ]; then
  echo "FAILED: back by the first spec it is $(points) points, and was $before"
  failures=$((failures + 1))
fi

# What was not measured so is not judged so.
sed -i 's/batch_size: [0-9]*/batch_size: 7/' "$TITO_ROOT/$spec"
expect 3 'measuring.batch_size is not what it was measured with' olympics rejudge --record
cp "$spec" "$TITO_ROOT/$spec"
chmod u+w "$TITO_ROOT/$spec"
sed -i 's/max_shift_y: [0-9]*/max_shift_y: 9/' "$TITO_ROOT/$task"
expect 3 'tasks/image_classification: perturbation.max_shift_y is not' olympics rejudge
cp -f "$task" "$TITO_ROOT/$task"

# Evidence that was forged, cut or lost is named.
chmod u+w "$kept"
cp "$kept" "$TEST_TMPDIR/whole"
printf x | dd of="$kept" bs=1 seek=100 conv=notrunc 2> /dev/null
expect 3 "its evidence was altered: $kept" olympics rejudge --record
head -c 300 "$TEST_TMPDIR/whole" > "$kept"
expect 3 'its evidence was altered' olympics rejudge
rm "$kept"
expect 3 "its evidence is gone: there is no $kept" olympics rejudge
cp "$TEST_TMPDIR/whole" "$kept"
expect 0 'nothing to record' olympics rejudge

# Who grades elsewhere brings evidence along.
rm "$TEST_TMPDIR/alice.zip"
tools/cli/make_graded "$TEST_TMPDIR/bob.zip" bob "$spec" "$task" || exit 1
expect 0 'tito olympics record' --state "$TEST_TMPDIR/elsewhere" \
  olympics grade bob --reports="$TEST_TMPDIR/reports"
rm -rf "$kept"
expect 0 '1 graded' olympics record "$TEST_TMPDIR/reports"
expect 0 '1 judged again: 0 change' olympics rejudge bob
expect 3 'its evidence is gone' olympics rejudge

# A grade of before there was evidence.
for f in "$TEST_TMPDIR"/reports/*.textproto; do
  sed -i '/^evidence_sha256/d; s/^started_unix_ms: .*/started_unix_ms: '"$(($(date +%s) * 1000))"'/' "$f"
done
expect 0 '1 new on record' olympics record "$TEST_TMPDIR/reports"
expect 3 'no evidence was kept when it was graded: grade it again' olympics rejudge bob

# Completion knows it.
if ! "$tito" completion bash | grep -q 'olympics rejudge'; then
  echo 'FAILED: completion does not know rejudge'
  failures=$((failures + 1))
fi
exit "$((failures > 0))"
