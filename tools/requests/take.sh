#!/usr/bin/env bash
# take.sh: what a pull or merge request hands in, and nothing else of it.
#
#   tools/requests/take.sh BASE HEAD OUT
#
# Run in a clone of the course's tree that has both commits and whose work tree is
# BASE: of HEAD only the files of one folder, submissions/NAME, are taken, byte for
# byte, into OUT/NAME; nothing of it is checked out, read as configuration or run.
# Prints NAME. A request that changes anything else (a rule, a workflow, a grader,
# another's submission) is refused by the path, with exit code 3.
set -euo pipefail

die() {
  printf 'take.sh: %s\n' "$*" >&2
  exit 3
}

[ $# -eq 3 ] || { sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//;p}' "$0" >&2; exit 2; }
out=$3

# No hook, filter, helper or pager of anybody's.
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_TERMINAL_PROMPT=0
git_() { git -c core.hooksPath=/dev/null -c core.fsmonitor=false --no-pager "$@"; }

head=$(git_ rev-parse --verify --quiet "$2^{commit}") || die "there is no commit $2"
base=$(git_ merge-base "$1" "$head") || die "$2 has no commit in common with $1"

# A path for a message: what a terminal could misread is not shown as it is.
shown() { printf '%s' "$1" | LC_ALL=C tr -c ' -~' '?' | cut -c 1-120; }

name=
while IFS= read -r -d '' path; do
  if ! [[ $path =~ ^submissions/([A-Za-z][A-Za-z0-9_]{0,39})/[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$ ]]; then
    die "the request changes $(shown "$path"): it may change files of one folder," \
      "submissions/NAME, alone"
  fi
  [ -z "$name" ] || [ "$name" = "${BASH_REMATCH[1]}" ] \
    || die "the request changes the submissions of both $name and ${BASH_REMATCH[1]}"
  name=${BASH_REMATCH[1]}
done < <(git_ diff --name-only --no-renames --no-ext-diff -z "$base" "$head")
[ -n "$name" ] || die "the request changes nothing"

most_files=64 most_bytes=$((1 << 20)) files=0 bytes=0
mkdir -p "$out"
[ ! -e "$out/$name" ] || die "$out/$name is there already"
mkdir "$out/$name"
while IFS= read -r -d '' entry; do
  # mode, type, object, size, a tab and the path
  read -r mode kind object size <<< "${entry%%$'\t'*}"
  file=${entry#*$'\t'}
  [ "$kind" = blob ] && { [ "$mode" = 100644 ] || [ "$mode" = 100755 ]; } \
    || die "$(shown "$file") is a link or a module: hand in plain files"
  files=$((files + 1)) bytes=$((bytes + size))
  [ "$files" -le "$most_files" ] && [ "$bytes" -le "$most_bytes" ] \
    || die "submissions/$name holds more than $most_files files or $((most_bytes >> 10)) KiB"
  git_ cat-file blob "$object" > "$out/$name/${file##*/}"
done < <(git_ ls-tree -z -r -l "$head" -- "submissions/$name/")
[ "$files" -gt 0 ] || die "the request takes submissions/$name away, and hands in nothing"
printf '%s\n' "$name"
