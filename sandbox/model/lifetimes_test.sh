#!/usr/bin/env bash
# Checks lifetimes.pml in full, and that it finds the mistake that it is about.
set -euo pipefail
model=$PWD/sandbox/model/lifetimes.pml
cd "$TEST_TMPDIR"

# errors FLAG...: how many errors spin finds with these.
errors() {
  spin "$@" -a "$model" > /dev/null
  gcc -w -O1 -DSAFETY -o pan pan.c
  ./pan -m100000 | sed -n 's/.*errors: \([0-9]*\).*/\1/p'
}

right=$(errors)
wrong=$(errors -DKEEPS_COPY)
echo "errors: $right; with the mistake: $wrong"
[ "$right" = 0 ]
[ "$wrong" != 0 ]
