#!/usr/bin/env bash
# Sources that the inspector does not get to the end of are refused, and not passed:
# a finding says so, and stubs stand in for them. Here another program is in the
# inspector's place, which ends in the way that the source is called by.
set -u
run=$PWD/grader/inspect/inspect_runner
stopped=$PWD/grader/inspect/stopped_main
stub=$PWD/grader/inspect/refused_empty.cc
cd "$TEST_TMPDIR" || exit 1
failures=0
fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

# inspected NAME: what the runner makes of a source of that name.
inspected() {
  rm -rf out && mkdir out
  echo 'int answer;' > "$1"
  "$run" --inspector="$stopped" --submission=eve --report=out/report \
    --allowed=out/allowed --stub="$stub" --out=out/copy -- "$1" \
    || fail "$1: no report is written, exit $?"
}

# refused NAME TEXT: it is refused as one that could not be inspected.
refused() {
  inspected "$1"
  [ "$(cat out/allowed)" = no ] || fail "$1: it is allowed"
  cmp -s out/copy "$stub" || fail "$1: it is what is compiled"
  grep -q 'rule: "not_inspected"' out/report || fail "$1: $(cat out/report)"
  grep -q -e "$2" out/report || fail "$1: not '$2': $(cat out/report)"
}

refused crashes.cc 'its last ?\[2Jwords'
refused fails.cc 'exit'
refused grows.cc 'memory'
refused connects.cc 'socket'
refused fills.cc 'the inspector was stopped'
refused babbles.cc 'could not be inspected to their end'
refused counts.cc 'could not be inspected to their end'
refused says_nothing.cc 'could not be inspected to their end'

# The program is no reason: what is inspected to its end passes.
inspected well.cc
if [ "$(cat out/allowed)" != yes ] || ! grep -q 'int answer;' out/copy; then
  fail "well.cc: $(cat out/allowed out/report)"
fi

[ "$failures" -eq 0 ] || exit 1
echo 'What was not inspected is not compiled.'
