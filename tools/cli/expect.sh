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
