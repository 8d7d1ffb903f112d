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
