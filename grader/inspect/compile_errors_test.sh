#!/usr/bin/env bash
# What the compiler says of a submission that does not compile: of the student's
# own files and lines, and of what compiles elsewhere but always goes wrong when it
# is run. The arguments are the compiler's, as grader/defs.bzl has them.
set -u
options=("$@")
inspect=("$PWD/grader/inspect/inspect_runner" "--inspector=$PWD/grader/inspect/inspect_main")
stub=$PWD/grader/inspect/refused_empty.cc
cd "$TEST_TMPDIR" || exit 1
folder=submissions/eve
mkdir -p "$folder" copies
failures=0

# compiles CODE: inspects net.h and model.cc, whose code that is, compiles the
# copy, and leaves what was said in the variable "said".
compiles() {
  printf '%s\n' "$1" > "$folder/model.cc"
  "${inspect[@]}" --submission=eve --report=copies/report --allowed=copies/allowed \
    --stub="$stub" --stub="$stub" --out=copies/net.h --out=copies/model.cc \
    -- "$folder/net.h" "$folder/model.cc" || exit 1
  said=$(g++ -std=c++20 -Wall -Wextra "${options[@]}" -c copies/model.cc \
    -o copies/model.o 2>&1)
}

# expect TEXT CODE: the code does not compile, and the text is said.
expect() {
  if compiles "$2" || [[ $said != *"$1"* || $said == *copies/* ]]; then
    printf 'FAILED: of\n%s\nwas said, without "%s" or with the copy:\n%s\n' "$2" "$1" "$said"
    failures=$((failures + 1))
  fi
}

printf '#pragma once\nint Twice(int x);\n' > "$folder/net.h"
if ! compiles $'#include "net.h"\nint Twice(int x) { return 2 * x; }'; then
  echo "FAILED: good code does not compile: $said"
  failures=$((failures + 1))
fi
# A warning of another kind is the student's own.
if ! compiles 'int Zero() { int unused; return 0; }'; then
  echo "FAILED: a warning ends the build: $said"
  failures=$((failures + 1))
fi

expect 'submissions/eve/model.cc:3:11: error: ' \
  $'int One() {\n  // Missing: a semicolon.\n  return 1\n}'
expect 'submissions/eve/model.cc:2:' $'#include "net.h"\nint x = Thrice(1);'
expect 'submissions/eve/model.cc:1:18: error: no return statement' 'int Forgotten() {}'
expect 'error: control reaches end of non-void function' \
  $'int Sign(int x) {\n  if (x > 0) return 1;\n  if (x < 0) return -1;\n}'
expect 'error: reference to local variable' $'int& Local() {\n  int x = 1;\n  return x;\n}'
expect 'error: infinite recursion' $'int Down(int x) { return Down(x - 1); }'

# Its headers, too.
printf '#pragma once\n\nint Twice(int x) { return }\n' > "$folder/net.h"
expect 'submissions/eve/net.h:3:27: error: ' $'#include "net.h"\nint y = 1;'

[ "$failures" -eq 0 ] || exit 1
echo 'All is said of the files that a student knows.'
