#!/usr/bin/env bash
# try.sh: the project on a machine that has nothing but a minimal Debian.
#
#   toolchains/fresh/try.sh                       the README's two commands
#   toolchains/fresh/try.sh demo                  these alone, each a line that is
#   toolchains/fresh/try.sh 'tools/tito setup'    typed in the clone
#
# Makes a minimal root of Debian 12 with debootstrap, copies a clone of this
# tree's HEAD in, and types the commands there as a newcomer would, one after
# the other, with nothing of this machine in reach but its network. Prints a
# table of steps and seconds, and exits with 1 if a command failed.
#
#   --suite NAME    another Debian than bookworm
#   --mirror URL    another mirror than this machine's, or deb.debian.org
#   --without P     a package that is taken away first (repeatable): what an
#                   image happens to have is not relied on
#   --user          set-up as root, the rest as an ordinary user
#   --cores N       that many of this machine's
#   --in DIR        the root is made below DIR, and kept there; a root that is
#                   there is made anew. None: a temporary folder
#   --keep          the clone's root stays (with --in), to look into
#
# Needs root (for chroot) and debootstrap. The bare root is kept packed in
# ${XDG_CACHE_HOME:-~/.cache}/tinytorch-olympics, so that a second try needs no
# network for it. Local certificates of this machine (/usr/local/share/
# ca-certificates) and its proxy settings are taken over, as a company's or a
# school's machine has them.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
suite=bookworm
mirror=
in=
keep=
cores=
user=
without=()
commands=()

die() {
  printf 'try.sh: %s\n' "$*" >&2
  exit 1
}

while [ $# -gt 0 ]; do
  case $1 in
    --suite|--mirror|--in|--cores|--without)
      [ $# -ge 2 ] || die "$1 wants a value"
      case $1 in
        --suite) suite=$2 ;;
        --mirror) mirror=$2 ;;
        --in) in=$2 ;;
        --cores) cores=$2 ;;
        --without) without+=("$2") ;;
      esac
      shift
      ;;
    --user) user=newcomer ;;
    --keep) keep=yes ;;
    --help) sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//;p}' "$0"; exit 0 ;;
    -*) die "there is no option $1; see --help" ;;
    demo|selftest) commands+=("tools/tito $1") ;;
    *) commands+=("$1") ;;
  esac
  shift
done
[ ${#commands[@]} -gt 0 ] || commands=("tools/tito demo" "tools/tito selftest")

[ "$(id -u)" -eq 0 ] || die "only root may chroot: run it with sudo"
command -v debootstrap >/dev/null \
  || die "debootstrap is missing: apt-get install debootstrap"

if [ -z "$mirror" ]; then
  mirror=$(sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb \(\[[^]]*\] \)\?\(http[^ ]*\).*/\2/p' \
    /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources 2>/dev/null \
    | head -n 1 || true)
  mirror=${mirror:-http://deb.debian.org/debian}
fi

if [ -z "$in" ]; then
  in=$(mktemp -d)
  [ -n "$keep" ] || trap 'rm -rf "$in"' EXIT
fi
root=$in/root
table=$in/table
mkdir -p "$in"
rm -rf --one-file-system "$root"
: > "$table"

step() { printf '%s\t%s\n' "$1" "$2" >> "$table"; }

# timed NAME COMMAND...: and its seconds in the table.
timed() {
  local name=$1 start=$SECONDS status=0
  shift
  "$@" || status=$?
  step "$name" "$((SECONDS - start))"
  return $status
}

make_root() {
  local cache=${XDG_CACHE_HOME:-$HOME/.cache}/tinytorch-olympics
  local packed=$cache/$suite-minbase.tar
  mkdir -p "$root" "$cache"
  if [ ! -s "$packed" ]; then
    debootstrap --variant=minbase "$suite" "$root" "$mirror" > "$in/debootstrap.log" 2>&1 \
      || { tail -n 5 "$in/debootstrap.log" >&2; die "debootstrap failed"; }
    tar --create --file "$packed.part" --one-file-system --numeric-owner \
      --directory "$root" .
    mv "$packed.part" "$packed"
    return
  fi
  tar --extract --file "$packed" --numeric-owner --directory "$root"
}

# What a newcomer's machine has of its network, and no more.
make_reachable() {
  # A machine that was set up has its security updates in reach, too.
  printf 'deb %s %s main\ndeb %s %s-updates main\n' \
    "$mirror" "$suite" "$mirror" "$suite" > "$root/etc/apt/sources.list"
  cp -L /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
  if compgen -G '/usr/local/share/ca-certificates/*' >/dev/null; then
    mkdir -p "$root/usr/local/share/ca-certificates"
    cp /usr/local/share/ca-certificates/* "$root/usr/local/share/ca-certificates/"
  fi
  local file
  for file in /etc/apt/apt.conf.d/*proxy*; do
    [ ! -e "$file" ] || cp "$file" "$root/etc/apt/apt.conf.d/"
  done
}

copy_clone() {
  git clone --quiet --no-hardlinks "$here" "$root/root/olympics"
  # A clone of a clone knows the first one's path.
  git -C "$root/root/olympics" remote remove origin
  if [ -n "$user" ]; then
    chroot "$root" useradd --create-home "$user"
    mv "$root/root/olympics" "$root/home/$user/olympics"
    chroot "$root" chown -R "$user:$user" "/home/$user/olympics"
  fi
}

# A command in the root, as root or as the user, with an environment of its own.
typed() {
  local who=$1 line=$2 home=/root variables=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb LC_ALL=C.UTF-8) v
  [ "$who" = root ] || home=/home/$who
  for v in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    [ -z "${!v:-}" ] || variables+=("$v=${!v}")
  done
  local folder=$home/olympics pin=()
  [ -z "$user" ] || folder=/home/$user/olympics
  [ -z "$cores" ] || pin=(taskset --cpu-list "0-$((cores - 1))")
  # Mounts and processes of its own: all of them end with the command.
  # shellcheck disable=SC2016  # expanded inside
  "${pin[@]}" unshare --mount --pid --fork --kill-child --propagation private \
    bash -euc '
      root=$1 who=$2 folder=$3 line=$4 home=$5
      shift 5
      mount --bind "$root" "$root"
      mount -t proc proc "$root/proc"
      mount --rbind /sys "$root/sys"
      mount --rbind /dev "$root/dev"
      mount -t tmpfs -o mode=1777 shm "$root/dev/shm" 2>/dev/null || true
      # A root, and no chroot: from within one the kernel makes no namespaces.
      mkdir -p "$root/.before"
      cd "$root"
      pivot_root . .before
      umount --lazy /.before
      exec env -i HOME="$home" USER="$who" "$@" \
        chroot --userspec="$who" / bash -c "cd \"\$0\" && exec bash -c \"\$1\"" "$folder" "$line"
    ' bash "$root" "$who" "$folder" "$line" "$home" "${variables[@]}"
}

failed=0
timed "a minimal $suite" make_root
make_reachable
if [ ${#without[@]} -gt 0 ]; then
  chroot "$root" dpkg --purge --force-depends "${without[@]}" >/dev/null
fi
timed "the clone" copy_clone
if [ -n "$user" ]; then
  timed "# tools/tito setup" typed root "tools/tito setup" || failed=1
fi
for line in "${commands[@]}"; do
  printf '\n$ %s\n' "$line"
  timed "\$ $line" typed "${user:-root}" "$line" </dev/null || failed=1
  [ "$failed" -eq 0 ] || step "  (failed)" ""
done

printf '\n%-40s %8s\n' "step" "seconds"
while IFS=$'\t' read -r name seconds; do
  printf '%-40s %8s\n' "$name" "$seconds"
done < "$table"
[ -n "$keep" ] || rm -rf --one-file-system "$root"
exit $failed
