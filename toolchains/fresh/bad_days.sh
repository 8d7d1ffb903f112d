#!/usr/bin/env bash
# bad_days.sh: what set-up says on a machine where something is wrong. It runs in
# a bare root, which it changes:
#
#   toolchains/fresh/try.sh toolchains/fresh/bad_days.sh
#
# Each case ends with one sentence and exit code 1 (or 2), and loses nothing; the
# last one is interrupted half-way, and is well when it is run again.
set -u
cd "$(dirname "$(readlink -f "$0")")/../.."
[ "$(id -u)" -eq 0 ] || { echo "bad_days.sh: wants to be root in a root of its own" >&2; exit 2; }
[ "$(dpkg-query -W | wc -l)" -lt 200 ] || { echo "bad_days.sh: this is no bare root" >&2; exit 2; }

failures=0
log=$(mktemp)

# expect NAME CODE SENTENCE COMMAND...: it ends so, says the sentence, and
# leaves the packages as they were.
expect() {
  local name=$1 code=$2 sentence=$3 status=0 before
  shift 3
  before=$(dpkg-query -W | wc -l)
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" -ne "$code" ] || ! grep -q -F -- "$sentence" "$log" \
      || [ "$(dpkg-query -W | wc -l)" -ne "$before" ]; then
    printf 'FAILED  %s: exit %s, wanted %s and "%s":\n' "$name" "$status" "$code" "$sentence"
    tail -n 5 "$log"
    failures=$((failures + 1))
  else
    printf 'ok      %-22s %s\n' "$name" "$(grep -F -- "$sentence" "$log" | head -n 1)"
  fi
}

cp -r . "/tmp/a clone"
expect "blanks in the path" 1 "takes no blanks in a path" "/tmp/a clone/tools/tito" demo
rm -r "/tmp/a clone"

expect "an unknown option" 2 "there is no option --board" tools/tito setup --board
expect "no such demo" 2 "there is no option --fast" tools/tito demo --fast

mkdir /tmp/bin
printf '#!/bin/sh\necho bazel 8.1.0\n' > /tmp/bin/bazel
chmod +x /tmp/bin/bazel
expect "Bazel too new" 1 "is 8.1" env PATH="/tmp/bin:$PATH" tools/tito demo
printf '#!/bin/sh\necho bazel 3.7.2\n' > /tmp/bin/bazel
expect "Bazel too old" 1 "is 3.7" env PATH="/tmp/bin:$PATH" tools/tito demo
printf '#!/bin/sh\necho Darwin\n' > /tmp/bin/uname
chmod +x /tmp/bin/uname
expect "no Linux" 1 "this is Darwin" env PATH="/tmp/bin:$PATH" tools/tito demo
rm -r /tmp/bin

chmod o+x /root
expect "no root" 1 "sudo" setpriv --reuid=65534 --regid=65534 --clear-groups tools/tito setup
expect "no network" 1 "this machine needs a network" unshare --net tools/tito setup
expect "full disk" 1 "the disk is full" unshare --mount --propagation unchanged sh -c \
  'mount -t tmpfs -o size=64m none /var/cache/apt && mkdir -p /var/cache/apt/archives/partial && exec tools/tito setup'

# Another program that installs: dpkg's lock is one of fcntl's.
perl -e 'use Fcntl; open(my $f, ">>", "/var/lib/dpkg/lock-frontend") or die;
  my $lock = pack("s s x4 l! l! i x4", F_WRLCK, 0, 0, 0, 0);
  fcntl($f, F_SETLK, $lock) or die "$!"; sleep 300' &
lock=$!
sleep 1
expect "apt's lock is held" 1 "apt's lock is held" env TITO_APT_SECONDS=3 tools/tito setup
kill "$lock" 2>/dev/null
wait "$lock" 2>/dev/null

# Interrupted while packages are unpacked, and run again.
setsid tools/tito setup >"$log" 2>&1 </dev/null &
for _ in $(seq 1200); do
  grep -q 'Installing packages: [2-9]' "$log" && break
  sleep 0.5
done
kill -9 -- "-$!" 2>/dev/null
wait 2>/dev/null
sleep 1
printf 'killed  with %s packages installed\n' "$(dpkg-query -W -f='${db:Status-Abbrev}\n' | grep -c '^ii')"
if tools/tito setup >"$log" 2>&1 </dev/null && tools/tito setup; then
  printf 'ok      %-22s %s\n' "interrupted, run again" "$(tail -n 1 "$log")"
else
  echo "FAILED  interrupted, run again:"
  tail -n 5 "$log"
  failures=$((failures + 1))
fi
rm -f "$log"
exit $((failures > 0))
