#!/usr/bin/env bash
# What tools/bazel tells Bazel to leave out of submissions/, and what it refuses: a
# tree with folders as a student could have them merged, and a Bazel that says what
# it was asked.
set -u
wrapper=$PWD/tools/bazel
cd "$TEST_TMPDIR" || exit 1
failures=0
fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

printf '#!/bin/sh\nprintf "%%s " "$@"\n' > real
chmod +x real
export BAZEL_REAL=$TEST_TMPDIR/real

plain='# A comment: é "//x".
load("//grader:defs.bzl", "olympics_submission")

olympics_submission(
    name = "alice",
    categories = [
        "speed_demon",
        "memory_miser",
    ],
    # AVX2 and FMA.
    copts = ["-march=x86-64-v3", "-O3"],
    hdrs = [],
    deps = ["//tinytorch/layers"],
)'

# tree: submissions/ anew, of what the course has and alice, whose folder is plain.
tree() {
  rm -rf tree && mkdir -p tree/tools tree/submissions/alice
  cp "$wrapper" tree/tools/bazel
  echo 'exports_files(["roster.bzl"])' > tree/submissions/BUILD
  echo 'ROSTER = []' > tree/submissions/roster.bzl
  echo 'int model;' > tree/submissions/alice/model.cc
  echo "$plain" > tree/submissions/alice/BUILD
}

# merged: the same, with eve's folder and the commands on standard input run in it.
merged() {
  tree
  mkdir tree/submissions/eve
  echo "$plain" > tree/submissions/eve/BUILD
  (cd tree/submissions/eve && bash -e)
}

# asked WANTED ARGUMENT...: what Bazel is asked then.
asked() {
  local wanted=$1 got
  shift
  got=$(tree/tools/bazel "$@" 2>said) || fail "$what: exit $?: $(cat said)"
  [ "$got" = "$wanted " ] || fail "$what: asked '$got', not '$wanted'"
}

# refused TEXT ARGUMENT...: Bazel is not asked at all, and one sentence says why.
refused() {
  local text=$1 got code=0
  shift
  got=$(tree/tools/bazel "$@" 2>said) || code=$?
  if [ "$code" -ne 2 ] || [ -n "$got" ] || [[ $(tail -n 1 said) != *"$text"* ]]; then
    fail "$what: $*: exit $code, '$got', $(cat said)"
  fi
}

# out WHAT WHY [FOLDER,...]: eve's folder, or these, are left out, and it is said why.
out() {
  what=$1
  merged
  asked "test --deleted_packages=${3-submissions/eve} //grader:all" test //grader:all
  [[ $(cat said) == "bazel: submissions/eve is left out: $2"*"tito olympics grade eve\`"* ]] \
    || fail "$what: said $(cat said)"
  [ "$(wc -l < said)" -eq 1 ] || fail "$what: more than one sentence"
}

what='a plain tree'
tree
asked 'build //... --config=ci' build //... --config=ci
[ ! -s said ] || fail "$what: said $(cat said)"

# Nothing but texts given to one macro, in a package of its own.
while IFS='|' read -r name line; do
  out "$name" 'line 15 of its BUILD file ' <<< "printf '%b\n' '$line' >> BUILD"
done <<'CASES'
a rule|genrule(name = "x", outs = ["y"], cmd = "evil")
another load|load("//submissions/eve:evil.bzl", "olympics_submission")
another name of it|load("//grader:defs.bzl", "submission_targets")
two names of it|load("//grader:defs.bzl", "olympics_submission", "submission_grade")
a call as an argument|    name = glob(["*"])[0],
a comprehension|    deps = [d for d in []],
a joined text|    name = "a" + "b",
a text over lines|    name = """
an escape|    name = "a\\\\"b",
other quotes|    name = "a" \x27b\x27,
a second statement|); print("x")
code behind a text|    name = "a", x = print("y"),
a carriage return|# comment\rprint("x")
a form feed|\fprint("x")
no end of a list|    hdrs = ["a"
a rule of another package|    deps = ["//submissions/mallory/x:y"],
a rule of another repository|        "@evil//:x",
CASES
out 'a zero byte' 'line 15 of its BUILD file ' <<< "printf '# \0\nx()\n' >> BUILD"
out 'no line break at the end' 'line 15 of its BUILD file ' <<< "printf 'x()' >> BUILD"
out 'too much' 'its BUILD file is larger' <<< 'truncate -s 3000000 BUILD'
out 'the other name' 'it holds BUILD.bazel' <<< 'echo > BUILD.bazel'
out 'a workspace' 'it holds WORKSPACE' <<< 'echo > WORKSPACE'
out 'a link' 'model.cc in it is no plain file' <<< 'ln -s /etc/passwd model.cc'
out 'a link as BUILD' 'BUILD in it is no plain file' <<< 'ln -sf ../alice/BUILD BUILD'
out 'a hidden link' '.x in it is no plain file' <<< 'ln -s /etc/passwd .x'
out 'a FIFO' 'BUILD in it is no plain file' <<< 'rm BUILD; mkfifo BUILD'
out 'a folder' 'it holds the folder x' <<< 'mkdir x'

# Packages within, hidden ones too, one by one: Bazel goes on below one that is out.
what='packages within'
merged <<< 'mkdir -p x/y/z .git/hooks; echo "x()" | tee x/BUILD x/y/z/BUILD.bazel .git/hooks/BUILD > /dev/null'
got=$(tree/tools/bazel test //... 2>/dev/null | grep -o 'submissions/[^, ]*' | sort | tr '\n' ' ')
[ "$got" = 'submissions/eve submissions/eve/.git/hooks submissions/eve/x submissions/eve/x/y/z ' ] \
  || fail "$what: $got"

# What is hidden is no part of a hand-in, and none of its reasons to be left out.
what='hidden folders and files with odd names'
merged <<< 'mkdir .vscode; echo > .vscode/x; echo > "my notes.txt"; touch $'"'a\\nd 1 x'"
asked 'build //...' build //...

# What has no name to leave out.
odd='take that away, or name targets one by one'
for how in 'ln -s /tmp x' 'mkdir "a b"' 'mkdir a,b' 'mkdir .git && ln -s /tmp .git/x' \
    'cd .. && rm -r eve && ln -s /tmp eve' 'mkdir ../e,ve' 'mkdir $'"'../a\\nb'" \
    'ln -s /tmp ../"a b"' 'ln -s . x'; do
  what=$how
  merged <<< "$how"
  refused "$odd" build //...
  refused "$odd" test //grader:all //submissions/...
  refused "$odd" query 'deps(//grader:all)'
  refused "$odd" test //grader:all --target_pattern_file=x
  refused "$odd" build grader:all
  refused "$odd" run -- //submissions/alice/x
  tree/tools/bazel test --keep_going //submissions/alice:grade //grader:all > got 2>/dev/null \
    || fail "$what: others are not graded"
done
merged <<< 'ln -s /tmp x'
refused "$odd" build //submissions/eve/x:y
refused "$odd" build --run_under=//submissions/eve/x:y //grader:all

# Where the command is, and what passes.
merged <<< 'mkdir x'
d=--deleted_packages=submissions/eve
what='commands'
asked "--output_base=build test $d -c opt //a" --output_base=build test -c opt //a
asked "--output_base build test $d //a" --output_base build test //a
asked "--nohome_rc --batch --max_idle_secs 5 build $d //a" --nohome_rc --batch --max_idle_secs 5 build //a
asked "run $d //a -- --deleted" run //a -- --deleted
asked "query $d //a" query //a
asked "some_new_command $d //a" some_new_command //a
for passes in version help info shutdown clean --version --help '--batch info'; do
  # shellcheck disable=SC2086  # words
  asked "$passes" $passes
  [ ! -s said ] || fail "$passes: said $(cat said)"
done
refused 'put a = between' --unknown_option build test //a
refused 'would undo what is left out' build //a --deleted_packages=
refused 'would undo what is left out' build --deleted_packages x //a
refused 'would undo what is left out' build --package_path=/tmp //a

what='no Bazel'
BAZEL_REAL='' refused 'BAZEL_REAL does not say' version
what='no submissions'
rm -r tree/submissions
refused 'cannot be looked at' build //...
# From wherever it is typed.
what='another folder'
merged <<< 'mkdir x'
got=$(cd tree/submissions/alice && ../../tools/bazel build :all 2>/dev/null)
[ "$got" = "build $d :all " ] || fail "$what: $got"

[ "$failures" -eq 0 ] || exit 1
echo 'What is not as we write it, Bazel is not told of.'
