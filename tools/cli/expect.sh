# For tests of tito as it is typed; sourced.
tito=$PWD/tools/cli/tito_main
failures=0

# expect CODE TEXT ARGUMENT...: tito ends with CODE and says TEXT.
expect() {
  local code=$1 text=$2 output status=0
  shift 2
  output=$("$tito" "$@" 2>&1) || status=$?
  if [ "$status" -ne "$code" ] || [[ $output != *"$text"* ]]; then
    echo "FAILED: tito $*: exit $status, wanted $code with '$text':"
    echo "$output"
    failures=$((failures + 1))
  fi
}

# speed_course FOLDER: a course at $TITO_ROOT with Speed Demon alone and nobody on
# its roster; tito, with the signer beside it, is a copy in FOLDER.
speed_course() {
  export TITO_ROOT=$TEST_TMPDIR/course
  export LC_ALL=C.UTF-8
  local spec=categories/speed_demon/spec.textproto
  mkdir -p "$TITO_ROOT/categories/speed_demon" "$TITO_ROOT/submissions" "$1"
  cp "$spec" "$TITO_ROOT/$spec"
  cat > "$TITO_ROOT/submissions/roster.bzl" <<'ROSTER'
EXAMPLES = ["baseline"]
STUDENTS = []
ROSTER = STUDENTS
ROSTER
  cp "$tito" "$1/tito"
  tito=$1/tito
  cp tools/record/signer_main "$1/signer"
}

# fake_bazel FOLDER: a bazel in it that says $BAZEL_SAYS and builds nothing, found
# before any other.
fake_bazel() {
  cat > "$1/bazel" <<'BAZEL'
#!/bin/sh
for argument; do
  case $argument in
    --build_event_json_file=*) events=${argument#*=} ;;
  esac
done
cat > "$events" <<EVENTS
{"id":{"progress":{}},"progress":{"stderr":"$BAZEL_SAYS"}}
{"id":{},"lastMessage":true}
EVENTS
exit 1
BAZEL
  chmod +x "$1/bazel"
  export PATH=$1:$PATH
}
