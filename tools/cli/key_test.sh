#!/usr/bin/env bash
# Of all that tito starts, the signer alone has the secret key: here it is in its
# place only while the signer runs. As it is installed, the signer stands beside tito.
set -u
. tools/cli/expect.sh
speed_course "$TEST_TMPDIR/bin"
state=$TITO_ROOT/.tito
export SIGNER=$PWD/tools/record/signer_main
cat > "$TEST_TMPDIR/bin/signer" <<'SIGNER'
#!/bin/sh
echo >> "$TEST_TMPDIR/asked"
[ ! -e "$1/key.away" ] || mv "$1/key.away" "$1/key"
"$SIGNER" "$@"
code=$?
mv "$1/key" "$1/key.away"
exit $code
SIGNER
chmod +x "$TEST_TMPDIR/bin/signer"
fake_bazel "$TEST_TMPDIR/bin"
export BAZEL_SAYS='submissions/alice/model.cc:3:1: error: no return'

# signed TIMES: the signer was asked so often since, and the key is not there.
signed() {
  local asked
  asked=$(wc -l < "$TEST_TMPDIR/asked")
  if [ "$asked" -ne "$1" ] || [ -e "$state/key" ] || [ ! -e "$state/key.away" ]; then
    echo "FAILED: line ${BASH_LINENO[0]}: the signer was asked $asked times: $(ls "$state")"
    failures=$((failures + 1))
  fi
  : > "$TEST_TMPDIR/asked"
}
: > "$TEST_TMPDIR/asked"

# The first who reads has the record made; whoever reads it then needs nobody.
expect 0 'No grades yet' olympics scores
signed 1
expect 0 'alice is registered' olympics register alice
expect 0 'bob is registered' olympics register bob
expect 0 'nobody yet' olympics leaderboard
signed 0

mkdir "$TEST_TMPDIR/mine"
for f in README.md model.cc train.cc run_benchmark.cc; do
  echo > "$TEST_TMPDIR/mine/$f"
done
expect 3 'alice: not built: submissions/alice/model.cc:3:1: error: no return' \
  olympics submit --as alice "$TEST_TMPDIR/mine"
signed 2  # that it was handed in, and what became of it
expect 3 '1 could not be graded' olympics grade alice
signed 1
expect 3 'tito olympics record' olympics grade alice --reports="$TEST_TMPDIR/reports"
signed 0
expect 0 '0 graded' olympics record "$TEST_TMPDIR/reports"
signed 1
expect 0 'bob votes for alice' olympics vote teaching alice --as bob
expect 0 'alice' olympics extend alice --until 2126-01-01T00:00:00Z --reason ill
signed 2
expect 0 'alice' olympics history
expect 0 ' entries, head ' course backup "$TEST_TMPDIR/copy.db"
signed 0
expect 0 'the record is as it was signed' course check
signed 1

# Without the signer nothing is recorded, and everything is read.
before=$(cat "$state/record.head")
mv "$TEST_TMPDIR/bin/signer" "$TEST_TMPDIR/bin/away"
expect 1 'cannot run' olympics vote teaching alice --as bob
printf '#!/bin/sh\nkill -9 $$\n' > "$TEST_TMPDIR/bin/signer"
chmod +x "$TEST_TMPDIR/bin/signer"
expect 1 'ended with 137' olympics vote teaching alice --as bob
expect 1 'the same again does no harm' olympics grade alice
printf '#!/bin/sh\nexit 0\n' > "$TEST_TMPDIR/bin/signer"
expect 1 'the signer did not answer' olympics vote teaching alice --as bob
expect 0 'alice' olympics history
[ "$before" = "$(cat "$state/record.head")" ] || {
  echo 'FAILED: something was recorded without the signer'
  failures=$((failures + 1))
}

[ "$failures" -eq 0 ] || exit 1
echo 'The secret key is where it is signed, and nowhere else.'
