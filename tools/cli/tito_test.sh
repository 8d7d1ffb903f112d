#!/usr/bin/env bash
# tito as it is typed, on a course's tree of its own: exit codes, the sentence for
# each mistake, and that nothing is lost by one.
set -u
. tools/cli/expect.sh
export TITO_ROOT=$TEST_TMPDIR/course
export LC_ALL=C.UTF-8
mkdir -p "$TITO_ROOT/categories/speed_demon" "$TITO_ROOT/submissions"
spec=categories/speed_demon/spec.textproto
cp "$spec" "$TITO_ROOT/$spec"
cat > "$TITO_ROOT/submissions/roster.bzl" <<'ROSTER'
EXAMPLES = ["baseline", "fused"]
STUDENTS = ["alice"]
ROSTER = STUDENTS
ROSTER

expect 0 'No grades yet' olympics scores
expect 0 'nobody yet' olympics leaderboard
LC_ALL=C expect 0 $'TinyTorch Olympics Leaderboard\n\nSpeed Demon Category' \
  olympics leaderboard
expect 0 '⚡ Speed Demon Category' olympics leaderboard
expect 0 '[]' olympics scores --json
expect 0 'Speed Demon' olympics leaderboard --category speed
expect 0 'Points Possible' olympics export --format=canvas
expect 0 'username' olympics export --format=moodle
expect 0 '0 submissions' olympics export --format=gradescope
expect 1 'there is no category "sped"; there are speed_demon; did you mean speed_demon?' \
  olympics scores --category sped
expect 0 'Speed Demon' olympics leaderboard --category 'Speed Demon'
expect 0 'Speed Demon' olympics leaderboard --category '⚡ speed-demon'
expect 0 'Points Possible' olympics export --format=Canvas --category SPEED
expect 0 'No grades yet' olympics scores --category All
expect 1 'there is no category ""' olympics scores --category ''
expect 1 'there is no "bob" on the roster' olympics grade bob
expect 1 'no/such/folder/grades.csv' olympics export --format=canvas \
  --out=no/such/folder/grades.csv
expect 2 'did you mean canvas?' olympics export --format=canvs
expect 2 'there is no format "excel"' olympics export --format=excel
expect 2 'no command "registr"; did you mean register?' olympics registr x
expect 2 'did you mean olympics leaderboard?' leaderboard
expect 2 'did you mean demo?' dmeo
expect 2 'no option "--basline" of tito olympics submit; did you mean --baseline?' \
  olympics submit --basline
expect 2 'tito olympics takes a command: register' olympics
expect 2 'tito takes a command: olympics'
expect 0 'leaderboard' olympics --help
expect 1 'there is no module "20"; give a number from 1 to 19' module test 20
expect 1 'did you mean quantization?' module test Quantisation
expect 2 'tito module takes a command: test' module
expect 0 'status' checkpoint --help
expect 3 'alice is on the roster, and submissions/alice/BUILD is not there' course check
expect 3 '"problems": [' course check --json
expect 2 'takes a command: init, enroll, check, backup' course

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
expect 1 'did you mean name?' olympics export --format=canvas
rm "$TITO_ROOT/submissions/students.csv"

expect 1 'you are not registered here yet' olympics submit
expect 0 'alice is registered' olympics register alice --student 'Chen, Alice' --id 17
expect 1 'the id "17" is that of Chen, Alice already' olympics register bob --id 17
expect 1 "begins as a spreadsheet's formula does" olympics register bob --student '=1+1'
expect 1 'is no name for a submission' olympics register ../bob
# Neither the course's own nor what is nobody's.
expect 1 '"baseline" is the course'\''s own: take another name' olympics register baseline
expect 1 '"Fused" is the course'\''s own' olympics register Fused
expect 1 '"BUILD" is a name of the course'\''s tree' olympics register BUILD
expect 1 'could be taken for "alice"' olympics register Alice --student Eve
expect 1 '"BASELINE" is the course'\''s own' olympics register carl --display-name BASELINE
expect 1 'is a name as they are made up for others' \
  olympics register carl --display-name 'bold  FOX'
mkdir "$TITO_ROOT/submissions/stray"
expect 1 'submissions/stray is there already' olympics register stray
rmdir "$TITO_ROOT/submissions/stray"
expect 1 'baseline is the course'\''s own: hand in under the name' \
  olympics submit --as baseline "$TEST_TMPDIR"
expect 1 'fused is the course'\''s own' olympics submit --as fused "$TEST_TMPDIR"
expect 1 'there is no submission "nobody_here"' \
  olympics submit --as nobody_here "$TEST_TMPDIR"
expect 1 'did you mean alice?' olympics submit --as alcie "$TEST_TMPDIR"
expect 1 'there is no folder /no/such/folder' olympics submit /no/such/folder
mkdir "$TEST_TMPDIR/mine"
echo > "$TEST_TMPDIR/mine/model.cc"
expect 1 'has no README.md' olympics submit --final "$TEST_TMPDIR/mine"
ln -s /etc/passwd "$TEST_TMPDIR/mine/README.md"
expect 1 'is a link; hand in the file itself' olympics submit "$TEST_TMPDIR/mine"
expect 1 'there is no category "sped"' olympics submit --category sped "$TEST_TMPDIR/mine"
expect 2 'excludes' olympics submit --baseline --final "$TEST_TMPDIR/mine"
if [ -e "$TITO_ROOT/submissions/alice" ]; then
  echo 'FAILED: a refused folder reached the tree'
  failures=$((failures + 1))
fi

sed -i 's/memory_mib: 512/memory_mib: -5/' "$TITO_ROOT/$spec"
expect 1 'limits.memory_mib is -5; it must be 1 or more' olympics scores
expect 3 'limits.memory_mib is -5; it must be 1 or more' course check
cp "$spec" "$TITO_ROOT/$spec"

# Instructors decide, and all of it is on record.
mkdir -p "$TITO_ROOT/submissions/alice"
touch "$TITO_ROOT/submissions/alice/BUILD"
expect 0 'graded from now on' course enroll alice
expect 1 'there is no folder submissions/nobody' course enroll nobody
expect 1 'is the course'\''s own' course enroll fused
expect 0 'made' course init
expect 0 'left as it is' course init
expect 0 'OK  the course' course check
expect 0 '1 students' olympics export --format=csv --out="$TEST_TMPDIR/g.csv"
expect 0 'bob is registered' olympics register bob --student Bob --id 18
expect 1 'to work on it together, --join' olympics register bob --student Carol
expect 0 'bob is registered' olympics register bob --student Carol --id 19 --join
expect 1 'there is no award "speed"' olympics award speed alice --reason x
expect 1 'did you mean innovation?' olympics award inovation alice --reason x
expect 1 'did you mean alice?' olympics award innovation alcie --reason x
expect 1 'say why with --reason' olympics award innovation alice
expect 0 'Innovation Award given' olympics award innovation alice --reason 'tiles'
expect 1 'has the innovation award already' olympics award innovation alice --reason x
expect 0 'alice  tiles' olympics leaderboard
expect 0 '"award": "innovation"' olympics leaderboard --json
expect 1 'fused is the course'\''s own' olympics award innovation fused --reason x
expect 1 'baseline is the course'\''s own' olympics vote teaching baseline
expect 1 'baseline is the course'\''s own' olympics vote teaching alice --as baseline
expect 1 'did you mean bob?' olympics vote teaching alice --as bob1
expect 1 "for somebody else's" olympics vote teaching bob
expect 0 'bob votes for alice' olympics vote 'Teaching Award' alice
expect 0 'alice votes for bob' olympics vote teaching bob --as alice
expect 0 '"votes": 1' olympics votes --json
expect 1 'have 1 votes each' olympics award teaching --by-votes
expect 1 'nobody has voted for documentation' olympics award documentation --by-votes
expect 0 'withdrawn' olympics award innovation alice --withdraw --reason 'not new'
expect 2 'reason' olympics override alice speed --points 5
expect 1 'it must be from 0 to 200' olympics override alice speed --points=-1 --reason x
expect 1 'it must be from 0 to 200' olympics override alice speed --points 201 --reason x
expect 1 'say one of --points' olympics override alice speed --reason x
expect 0 '70 counted points' olympics override alice speed --points 70 --reason 'shown by hand'
expect 0 'points given by an instructor: shown by hand' olympics scores
expect 0 'Chen, Alice",17,,,,70.00' olympics export --format=canvas
expect 0 '"counted_points": 70.0' olympics export --format=json
expect 0 '<results batch="tinytorch-olympics-' olympics export --format=moodle-xml
expect 0 'no sis_id' olympics export --format=moodle-xml
expect 0 'results.json of 2 submissions' olympics export --format=prairielearn
expect 0 '<testsuites' olympics export --format=junit
expect 1 'a time with its zone' olympics extend alice --until tomorrow --reason ill
expect 0 'may hand in until 2026-12-02 04:59:00 UTC' olympics extend alice \
  --until 2026-12-01T23:59:00-05:00 --reason ill
expect 1 'did you mean baseline?' olympics extend alice --phase basline \
  --until 2026-12-01T23:59:00-05:00 --reason ill
expect 1 'the baseline has no deadline of its own' olympics extend alice \
  --phase baseline --until 2026-12-01T23:59:00-05:00 --reason ill
expect 0 'speed_demon: 70 counted points given' olympics history
expect 0 'not new' olympics history alice
expect 0 '"reason": "shown by hand"' olympics history --json
expect 2 'reason' olympics regrade alice

# Whoever comes through sudo acts under their own name, with what is theirs.
guest() {
  SUDO_USER=gina SUDO_UID=54321 expect "$@"
}
guest 1 'not registered here yet' olympics submit "$TEST_TMPDIR/mine"
guest 0 'gina is registered' olympics register
guest 1 'you are registered as gina already' olympics register gina2
guest 1 'ask an instructor to join you' olympics register alice --join
guest 1 'you registered gina, and not alice' olympics submit --as alice "$TEST_TMPDIR/mine"
guest 1 'you registered gina, and not bob' olympics vote teaching alice --as bob
guest 1 'is not yours: hand in a folder that is' olympics submit "$TEST_TMPDIR/mine"
guest 0 'gina votes for alice' olympics vote documentation alice
expect 0 '"by": "gina"' olympics history --json
expect 0 'bob votes for alice' olympics vote teaching alice

# Bazel is asked in the course's tree, wherever tito was started.
mkdir "$TEST_TMPDIR/elsewhere"
cat > "$TEST_TMPDIR/elsewhere/bazel" <<'BAZEL'
#!/bin/sh
pwd > "$TEST_TMPDIR/asked_in"
grep SigIgn /proc/self/status > "$TEST_TMPDIR/ignored"
exit 1
BAZEL
chmod +x "$TEST_TMPDIR/elsewhere/bazel"
(cd / && PATH=$TEST_TMPDIR/elsewhere:$PATH "$tito" module test 1) > /dev/null 2>&1
if [ "$(cat "$TEST_TMPDIR/asked_in")" != "$(realpath "$TITO_ROOT")" ]; then
  echo "FAILED: bazel is asked in $(cat "$TEST_TMPDIR/asked_in")"
  failures=$((failures + 1))
fi
# And has the signals that the shell gave tito.
if [ "$(cat "$TEST_TMPDIR/ignored")" != "$(grep SigIgn /proc/self/status)" ]; then
  echo "FAILED: bazel ignores signals: $(cat "$TEST_TMPDIR/ignored")"
  failures=$((failures + 1))
fi
expect 1 'did you mean alice?' olympics profile alcie

# What a course demands holds.
config=$TITO_ROOT/submissions/course.textproto
rm "$TEST_TMPDIR/mine/README.md"
for f in README.md train.cc run_benchmark.cc; do echo > "$TEST_TMPDIR/mine/$f"; done
echo 'deadlines { phase: "final" at: "2020-01-01T00:00:00Z" }' > "$config"
expect 1 'the deadline was 2020-01-01 00:00 UTC; ask an instructor' \
  olympics submit "$TEST_TMPDIR/mine"
# By no phase can a student go round it.
for phase in --final --baseline; do
  expect 1 'the deadline was 2020-01-01 00:00 UTC; ask an instructor' \
    olympics submit "$phase" "$TEST_TMPDIR/mine"
done
echo 'deadlines { phase: "baseline" at: "2019-01-01T00:00:00Z" }' >> "$config"
expect 1 'say which one is extended' olympics extend bob --until 2099-01-01T00:00:00Z \
  --reason ill
expect 0 'bob may hand in a baseline until 2099' olympics extend bob --phase baseline \
  --until 2099-01-01T00:00:00Z --reason ill
expect 0 "baseline's deadline extended to 2099" olympics history bob
expect 1 'the deadline was 2020-01-01' olympics submit "$TEST_TMPDIR/mine"
sed -i 's/2020-/2098-/' "$config"
echo 'late { percent_per_day: 10 days: 3 }' >> "$config"
expect 0 'a day of lateness is 24 hours, for the course has no time_zone' course check
echo 'time_zone: "Mars/Olympus"' >> "$config"
expect 1 'time_zone is "Mars/Olympus"; it must be a name of the IANA' olympics scores
sed -i 's/Mars.Olympus/Europe\/Berlin/' "$config"
expect 0 'shown by hand' olympics scores
if [ -e "$TITO_ROOT/submissions/bob" ]; then
  echo 'FAILED: what came too late reached the tree'
  failures=$((failures + 1))
fi
echo 'marks { baseline: 60 target: 50 }' > "$config"
expect 1 'marks.target is 50; it must be above marks.baseline, 60' olympics scores
echo 'marks { baseline: 60 target: 90 missing: 7 }' > "$config"
expect 0 'Points Possible",,,,,90.00' olympics export --format=canvas
expect 0 'Chen, Alice",17,,,,81.00' olympics export --format=canvas
expect 0 'Bob,18,,,,7.00' olympics export --format=canvas
expect 0 '"mark": 81.0' olympics scores --json
expect 1 'it must be from 0 to 100, for the course gives no extra_credit' \
  olympics override alice speed --points 101 --reason x
echo 'names: ALIAS' > "$config"
expect 0 'On the leaderboard you are' olympics register dan
expect 0 'On the leaderboard you are Turbo' olympics register eve --display-name Turbo
echo 'late { percent_per_day: -3 }' > "$config"
expect 1 'late.percent_per_day is -3; it must be from 0 to 100' olympics scores
expect 3 'late.percent_per_day is -3' course check
rm "$config"

# To an LMS that is not there; what is not sent is not on record.
expect 1 'has no lti' olympics push
cat > "$config" <<'CONFIG'
lti { client_id: "c" token_url: "http://127.0.0.1:1/token" key_file: ".tito/lti.pem"
      line_items { category: "speed_demon" url: "http://127.0.0.1:1/items/1" } }
CONFIG
expect 0 '0 scores are there already' olympics push
expect 0 'zoe is registered' olympics register zoe --lti-user-id u-zoe
expect 0 '5 counted points' olympics override zoe speed --points 5 --reason test
expect 0 'to be sent' olympics push --dry-run
expect 1 'lti-key` makes one' olympics push
expect 0 '"kty": "RSA"' olympics lti-key
expect 0 '"result": "to be sent"' olympics push --dry-run --json
chmod 644 "$TITO_ROOT/.tito/lti.pem"
expect 1 'can be read by others' olympics push
rm "$config"

# A season apart has a record, a course and students of its own.
apart=$TEST_TMPDIR/apart
expect 0 'No grades yet' --state "$apart" olympics scores
mkdir -p "$apart"
echo 'late { percent_per_day: -3 }' > "$apart/course.textproto"
expect 1 'late.percent_per_day is -3' --state "$apart" olympics scores
expect 0 'made' --state "$apart/new" course init
rm "$apart/course.textproto"
expect 0 'zoe is registered' --state "$apart" olympics register zoe
expect 1 'there is no submission "bob"' --state "$apart" olympics award teaching bob --reason x
expect 0 'shown by hand' olympics scores
# Whoever registers a name that was graded would have its grades.
expect 0 '5 counted points' --state "$apart" olympics override alice speed --points 5 \
  --reason test
expect 1 'alice is on record already, and nobody' --state "$apart" olympics register alice
SUDO_USER=gina SUDO_UID=54321 expect 1 "an instructor's to say" --state "$apart" \
  olympics register alice --with-grades
expect 0 'alice is registered' --state "$apart" olympics register alice --with-grades
if [ ! -e "$apart/record.db" ] || ! grep -q zoe "$apart/students.csv"; then
  echo 'FAILED: a season apart is not where it was said to be'
  failures=$((failures + 1))
fi
(cd "$TEST_TMPDIR" && TITO_STATE=apart "$tito" olympics history) > /dev/null \
  || { echo 'FAILED: TITO_STATE'; failures=$((failures + 1)); }
if [ -e "$TITO_ROOT/apart" ]; then
  echo 'FAILED: --state is as seen from the tree'
  failures=$((failures + 1))
fi

# The site is files.
expect 0 'index.html' olympics site --out "$TEST_TMPDIR/site"
expect 1 'cannot listen on 300.1.1.1' olympics serve --host 300.1.1.1

# The live one shows what another process adds, and ends when it is told to.
get() {
  exec 3<> "/dev/tcp/127.0.0.1/$port" && printf 'GET / HTTP/1.0\r\n\r\n' >&3 \
    && cat <&3
}
"$tito" olympics serve --port 0 > "$TEST_TMPDIR/serve.log" 2>&1 &
server=$!
for _ in $(seq 100); do
  port=$(sed -n 's|^http://127.0.0.1:\([0-9]*\)/ .*|\1|p' "$TEST_TMPDIR/serve.log")
  [ -z "$port" ] || break
  sleep 0.1
done
shown=no
if [[ $(get) == *'Documentation Award'* ]]; then shown=before; fi
expect 0 'Documentation Award given' olympics award documentation bob --reason 'a page'
for _ in $(seq 100); do
  if [[ $(get) == *'Documentation Award'* ]]; then break; fi
  sleep 0.1
done
if [[ $(get) != *'Documentation Award'* ]] || [ "$shown" != no ]; then
  echo 'FAILED: the live page does not follow the record'
  failures=$((failures + 1))
fi
kill -TERM "$server"
if ! wait "$server"; then
  echo 'FAILED: serve does not end well'
  failures=$((failures + 1))
fi

# Certificates, and whether they are genuine.
certificates=$TEST_TMPDIR/certificates
expect 3 'zoe has won nothing yet' olympics certificates zoe
expect 0 'Teaching Award given' olympics award teaching alice --reason 'so clear'
expect 0 'teaching_award.svg' olympics certificates alice --out "$certificates"
svg=$certificates/teaching_award.svg
expect 0 'achievement  Teaching Award' verify "$svg"
code=$(sed -n 's|.*<metadata>\(.*\)</metadata>.*|\1|p' "$svg")
expect 0 '"genuine": true' verify "$code" --json
expect 0 'GENUINE' verify "$code" --key "$TITO_ROOT/.tito/key.pub"
expect 3 'NOT GENUINE' verify "${code%?????}AAAAA"
sed -i 's/>Alice Chen</>Mallory</' "$svg"
expect 3 'says something else than its code' verify "$svg"
expect 1 'is no file, and no verification code' verify nonsense
printf '%%PDF-1.4\n' > "$TEST_TMPDIR/plain.pdf"
expect 1 'this PDF carries no certificate' verify "$TEST_TMPDIR/plain.pdf"
expect 1 'there is no public key' verify "$code" --key /no/such/key

# Completion is what the shell understands.
expect 1 'there is bash, zsh, fish' completion tcsh
expect 1 'did you mean bash?' completion bsh
"$tito" completion bash > "$TEST_TMPDIR/completion.bash"
completed=$(bash -c 'source "$1"; COMP_WORDS=(tito olympics le); COMP_CWORD=2
  _tito; echo "${COMPREPLY[@]}"; COMP_WORDS=(tito olympics scores --category sp)
  COMP_CWORD=4; _tito; echo "${COMPREPLY[@]}"; COMP_WORDS=(tito olympics report al)
  COMP_CWORD=3; _tito; echo "${COMPREPLY[@]}"' - "$TEST_TMPDIR/completion.bash")
if [ "$completed" != $'leaderboard\nspeed_demon\nalice' ]; then
  echo "FAILED: completion gave: $completed"
  failures=$((failures + 1))
fi

# What students.csv and the record say of each other, and of specs.
expect 0 'nothing is on record of bob' course check
expect 0 '"notes": [' course check --json
expect 1 'nobody on the roster was graded in speed_demon yet' \
  olympics regrade --category speed --reason x
cp "$TITO_ROOT/submissions/students.csv" "$TEST_TMPDIR/students.csv"
printf 'fused,Frank\r\n' > "$TEST_TMPDIR/row"
head -1 "$TEST_TMPDIR/students.csv" | cut -d, -f1,2 | tr -d '\r' \
  | cat - "$TEST_TMPDIR/row" > "$TITO_ROOT/submissions/students.csv"
expect 3 'the submission of Frank, fused, is the course'\''s own' course check
expect 3 'nobody has, and exports leave out, alice' course check
cp "$TEST_TMPDIR/students.csv" "$TITO_ROOT/submissions/students.csv"

# What a grading came to is in the last line, and in the exit code. This bazel says
# what it is told to, and does nothing.
mkdir "$TEST_TMPDIR/fake"
path=$PATH
fake_bazel "$TEST_TMPDIR/fake"
export BAZEL_SAYS='submissions/alice/model.cc:3:1: error: no return'
cat > "$config" <<'CONFIG'
deadlines { phase: "final" at: "2126-01-01T00:00:00Z" } submissions: 2
CONFIG
expect 3 'the deadline is 2126-01-01 00:00 UTC' \
  olympics submit --as alice "$TEST_TMPDIR/mine"
last=$("$tito" olympics submit --as alice "$TEST_TMPDIR/mine" 2>/dev/null | tail -n 1)
if [ "$last" != "alice: not built: $BAZEL_SAYS" ]; then
  echo "FAILED: the last line of submit is: $last"
  failures=$((failures + 1))
fi
expect 1 'handed in 2 times' olympics submit --as alice "$TEST_TMPDIR/mine"
expect 3 '0 graded: 0 passed, 0 did not; 1 could not be graded' olympics grade alice
# Who grades needs neither key nor record; who records has them.
before=$(cat "$TITO_ROOT/.tito/record.head")
expect 3 'tito olympics record' olympics grade alice --reports="$TEST_TMPDIR/reports"
[ "$before" = "$(cat "$TITO_ROOT/.tito/record.head")" ] || {
  echo 'FAILED: grading with --reports recorded something'
  failures=$((failures + 1))
}
expect 1 'holds reports already' olympics grade alice --reports="$TEST_TMPDIR/reports"
mkdir "$TEST_TMPDIR/no_key"
expect 3 'tito olympics record' --state "$TEST_TMPDIR/no_key" \
  olympics grade alice --reports="$TEST_TMPDIR/reports2"
[ ! -e "$TEST_TMPDIR/no_key/record.db" ] && [ ! -e "$TEST_TMPDIR/no_key/key" ] || {
  echo 'FAILED: grading with --reports made a record or a key'
  failures=$((failures + 1))
}
expect 0 '0 graded' olympics record "$TEST_TMPDIR/reports"
expect 1 'there are no reports' olympics record "$TEST_TMPDIR/nowhere"
sed -i 's/submission: "alice"/submission: "mallory"/' "$TEST_TMPDIR"/reports/*.textproto
expect 1 'there is no submission "mallory" on the roster' \
  olympics record "$TEST_TMPDIR/reports"
# What a student merged by hand is not for Bazel.
cp "$TITO_ROOT/submissions/alice/BUILD" "$TEST_TMPDIR/build"
echo 'genrule(name = "evil", outs = ["x"], cmd = "evil")' >> "$TITO_ROOT/submissions/alice/BUILD"
expect 3 'alice: not built: submissions/alice: BUILD' olympics grade alice
cp "$TEST_TMPDIR/build" "$TITO_ROOT/submissions/alice/BUILD"
# What the machine failed at is not counted.
export BAZEL_SAYS='ERROR: /x: No space left on device'
expect 3 'by no fault of its own' olympics submit --as bob "$TEST_TMPDIR/mine"
expect 3 'No space left on device' olympics submit --as bob "$TEST_TMPDIR/mine"
expect 3 'No space left on device' olympics submit --as bob "$TEST_TMPDIR/mine"
export PATH=$path
rm "$config"

# A tampered record is found, and told where.
sed -i 's/shown by hand/shown by HAND/' "$TITO_ROOT/.tito/record.db"
expect 1 'the record was changed by other hands at entry' olympics scores
expect 3 'is not as it was added' course check
sed -i 's/shown by HAND/shown by hand/' "$TITO_ROOT/.tito/record.db"
expect 0 'shown by hand' olympics scores
expect 0 ' entries, head ' course backup "$TEST_TMPDIR/copy.db"
expect 1 'is there already' course backup "$TEST_TMPDIR/copy.db"
mv "$TITO_ROOT/.tito/record.db" "$TITO_ROOT/record"
expect 1 'is gone, and the record had' olympics scores
: > "$TITO_ROOT/.tito/record.db"
expect 1 'is empty, and the record had' olympics scores
expect 3 'is empty, and the record had' course check
rm -f "$TITO_ROOT"/.tito/record.db-*
cp "$TEST_TMPDIR/copy.db" "$TITO_ROOT/.tito/record.db"
expect 0 'shown by hand' olympics scores
rm -f "$TITO_ROOT"/.tito/record.db-*
echo 'this is no database' > "$TITO_ROOT/.tito/record.db"
expect 1 'record' olympics scores
if [ "$(cat "$TITO_ROOT/.tito/record.db")" != 'this is no database' ]; then
  echo 'FAILED: a file that is no record was changed'
  failures=$((failures + 1))
fi

exit "$((failures > 0))"
