#!/usr/bin/env bash
# The command as it is typed: exit codes, sentences, files.
set -u
sandbox=$PWD/sandbox/sandbox
programs=$PWD/sandbox/testdata
work=$(mktemp -d "$TEST_TMPDIR/cli.XXXXXX")
cd "$work" || exit 1
failures=0

fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

# expect CODE TEXT ARGUMENT...: the command ends with CODE and says TEXT.
expect() {
  local code=$1 text=$2 output status=0
  shift 2
  output=$(set -o pipefail; "$sandbox" "$@" 2>&1 < /dev/null | tr -d '\0') \
    || status=$?
  if [ "$status" -ne "$code" ] || [[ $output != *"$text"* ]]; then
    fail "sandbox $*: exit $status, wanted $code with '$text': $output"
  fi
}

expect 0 hello run "$programs/greets"
expect 7 '' run "$programs/exits_seven"
expect 134 'crashed with signal 6' run -- "$programs/crashes"
expect 124 'time limit' run --wall 0.2 "$programs/sleeps"
expect 124 'CPU time limit' run --cpu 0.2 "$programs/loops"
expect 124 'memory limit' run --memory 64 "$programs/takes_memory"
expect 124 'output limit' run --output 10 "$programs/writes_forever"
expect 126 'openat("/etc/passwd")' run "$programs/opens_file"
expect 127 'cannot open the program' run ./no-such-program
expect 0 'env A=b' run --env A=b "$programs/lists_descriptors"
expect 0 '1 core' run --core 0 --without seccomp "$programs/changes_core"

# Bad flags and policies: 122, and a sentence.
expect 122 'required' run
expect 122 'there is no flag --nonsense' run --nonsense "$programs/greets"
expect 122 'is not HOST:GUEST' run --policy training --ro /tmp "$programs/greets"
expect 122 'lets none be opened' run --ro /tmp:/tmp "$programs/greets"
expect 122 'neither worker' run --policy no-such-policy "$programs/greets"
expect 122 'is not NAME=VALUE' run --env A "$programs/greets"
expect 122 'no layer "magic"' run --require magic "$programs/greets"
expect 122 'both required and switched off' \
  run --require landlock --without landlock "$programs/greets"
expect 122 'cannot be opened' run --stdin no-such-file "$programs/greets"
expect 122 'wall' run --wall=-1 "$programs/greets"
expect 125 'cannot open the mount /no/such' \
  run --policy training --ro /no/such:/a "$programs/greets"

# What would be a way out, or no file at all.
expect 122 'is a folder' run --policy / "$programs/greets"
expect 122 'more than' run --policy /dev/zero "$programs/greets"
expect 122 'would be a folder' run --stdin / "$programs/greets"
mkdir -p folder
expect 125 'which is not one file' \
  run --policy training --rw folder:/out "$programs/greets"
expect 122 'lies within' \
  run --policy training --ro /usr:/a --ro /usr:/a/b "$programs/greets"
echo text > file
expect 122 'could be mapped as code' run --policy interpreter --ro "$PWD:/a" \
  --rw "$PWD/file:/b" "$programs/greets"
expect 122 'from 1 to 4096' run --threads 5000000 "$programs/greets"
printf 'limits { cores: 1e-9 }\n' > cores.textproto
expect 122 'cores is' run --policy cores.textproto "$programs/greets"
expect 122 'dynamically linked' run /bin/sh
printf '#!/bin/sh\necho hello\n' > script
chmod +x script
expect 122 'of a script, its interpreter' run ./script

# As daemons and cron start it: what a program prints goes into none of the
# sandbox's own files.
"$sandbox" run --meta closed.json "$programs/greets" <&- >&- 2>&- \
  || fail "with closed descriptors: exit $?"
grep -q '"verdict": "exited"' closed.json || fail "closed.json: $(cat closed.json)"

# A policy from a file; its errors have a place.
cat > policy.textproto << 'P'
limits { wall_seconds: 0.2 }
P
expect 124 'time limit' run --policy policy.textproto "$programs/sleeps"
expect 0 hello run --policy policy.textproto --wall 20 "$programs/greets"
printf 'use: WORKER\nnonsense: 1\n' > bad.textproto
expect 122 'line 2' run --policy bad.textproto "$programs/greets"

# The outcome, in both forms, in place of what was there or not at all.
expect 126 '' run --meta meta.json "$programs/opens_socket"
grep -q '"verdict": "violation"' meta.json || fail "meta.json: $(cat meta.json)"
grep -q '"violation": "socket"' meta.json || fail "meta.json: $(cat meta.json)"
expect 7 '' run --meta meta.textproto "$programs/exits_seven"
grep -q '^exit_code: 7$' meta.textproto || fail "$(cat meta.textproto)"
expect 121 'cannot write' run --meta no/such/meta.json "$programs/greets"
[ "$(find . -name '.tmp-*' | wc -l)" -eq 0 ] || fail "a part of a file is left"
mkfifo meta.fifo
cat meta.fifo > through.json &
expect 0 hello run --meta meta.fifo "$programs/greets"
wait
grep -q '"verdict": "exited"' through.json || fail "through: $(cat through.json)"
[ -p meta.fifo ] || fail "a FIFO was replaced by a file"

# stdout and stderr stay apart, stdin is passed on.
printf 'some text' | "$sandbox" run --stdin - "$programs/copies_input" \
  > out.txt 2> err.txt || fail "copies_input ended with $?"
[ "$(cat out.txt)" = 'some text' ] || fail "stdout: $(cat out.txt)"
[ "$(grep -v 'layer' err.txt)" = done ] || fail "stderr: $(cat err.txt)"

# Whoever reads may leave: it goes on to its limit, and says so.
"$sandbox" run --meta pipe.json "$programs/writes_forever" 2> /dev/null \
  | head -c 10 > /dev/null
grep -q 'output_limit' pipe.json || fail "pipe.json: $(cat pipe.json)"

# Without user namespaces nothing runs, and the sentence says what to ask for.
unshare --user --map-root-user bash -c '
  echo 0 > /proc/sys/user/max_user_namespaces && exec "$0" run "$1"' \
  "$sandbox" "$programs/greets" > none.txt 2>&1
code=$?
if grep -q 'max_user_namespaces: ' none.txt; then
  echo "not tried: this system does not let the limit be set: $(cat none.txt)"
elif [ "$code" -ne 123 ] || ! grep -q 'namespaces are missing' none.txt \
  || grep -q hello none.txt; then
  fail "without namespaces: exit $code: $(cat none.txt)"
fi

# A cgroup that is required and cannot be had: 123, nothing runs. An ordinary
# user has no right to one where none was delegated.
if [ "$(id -u)" -eq 0 ] && command -v setpriv > /dev/null; then
  there=$(mktemp -d /tmp/cli.XXXXXX)
  cp "$sandbox" "$programs/greets" "$there"
  chmod -R go+rX "$there"
  for flags in '--require cgroup' ''; do
    # shellcheck disable=SC2086  # a list of words
    setpriv --reuid 65534 --regid 65534 --clear-groups \
      "$there/sandbox" run $flags "$there/greets" 2>&1
    echo "exit $?"
  done > cgroup.txt
  rm -rf "$there"
  grep -q 'exit 123' cgroup.txt || fail "a required cgroup: $(cat cgroup.txt)"
  grep -q 'the layer cgroup is missing' cgroup.txt || fail "$(cat cgroup.txt)"
  grep -q 'exit 0' cgroup.txt || fail "a missing cgroup: $(cat cgroup.txt)"
  [ "$(grep -c hello cgroup.txt)" -eq 1 ] || fail "$(cat cgroup.txt)"
fi

# An interpreter with its library tree: it computes, and reaches nothing else.
python=$(readlink -f /usr/bin/python3)
if [ -x "$python" ]; then
  tree=(--policy interpreter --ro /usr/lib:/usr/lib --ro /lib:/lib)
  [ ! -d /lib64 ] || tree+=(--ro /lib64:/lib64)
  expect 0 '3.1415' run "${tree[@]}" "$python" -I -S -c \
    'import math; print(math.pi)'
  expect 1 'No such file' run "${tree[@]}" "$python" -I -S -c \
    'open("/etc/passwd")'
  expect 126 'it called' run "${tree[@]}" "$python" -I -S -c \
    'import os; os.fork()'
  expect 126 'socket' run "${tree[@]}" "$python" -I -S -c \
    'import _socket; _socket.socket()'
  expect 126 'execve' run "${tree[@]}" "$python" -I -S -c \
    'import os; os.execv("/bin/sh", ["sh"])'
fi

[ "$failures" -eq 0 ] || echo "$failures failures"
[ "$failures" -eq 0 ]
