# shellcheck shell=bash
# What the phases of the pipeline share; sourced, never run. A phase defines help() before it reads its options.
# Steps and commands go to stdout, troubles to stderr; no colours, so that logs stay readable.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
phase=$(basename "$0")
state=${PIPELINE_STATE:-$root/.pipeline}
dry_run=no
exec 3>&1 # Where commands are shown, whatever becomes of their own output.

say() { printf '%s\n' "$*"; }
step() { printf '== %s: %s\n' "$phase" "$*"; }
warn() { printf 'pipeline/%s: %s\n' "$phase" "$*" >&2; }

# What failed, by which setting, and what to do, in one sentence.
die() {
  warn "$*"
  exit 1
}

# The command line or a setting is wrong, or a program is missing: nothing was begun.
misused() {
  warn "$*"
  exit 2
}

# The options that every phase has; fails for any other word.
common_option() {
  case $1 in
    -h | --help)
      help
      exit 0
      ;;
    --dry-run) dry_run=yes ;;
    *) return 1 ;;
  esac
}

unknown() { misused "'$1' is not known here: 'pipeline/$phase --help' lists what is."; }

# need COMMAND WHAT_FOR; a dry run needs nothing.
need() {
  [ "$dry_run" = yes ] || command -v "$1" >/dev/null 2>&1 || misused "'$1' was not found and $2: install it."
}

need_jdk() {
  [ "$dry_run" = yes ] || JAVA_HOME=$("$root/bin/find-jdk") || exit 2
  export JAVA_HOME=${JAVA_HOME:-}
}

need_docker() {
  [ "$dry_run" = yes ] && return 0
  need docker "$1"
  docker version >/dev/null 2>&1 || misused "Docker does not answer and $1: start it, or point DOCKER_HOST at one that runs."
}

# The one version of everything that a run makes: the commit.
version() {
  git -C "$root" rev-parse --short HEAD 2>/dev/null ||
    misused "The version is the git commit, and $root is no git checkout with one: clone the repository."
}

# Says that what is built is not just the commit whose name it gets.
note_changes() {
  [ -z "$(git -C "$root" status --porcelain 2>/dev/null)" ] ||
    warn "Note: there are changes that are not committed; they are in what is built, and its version does not say so."
}

show() {
  local word line=+
  for word in "$@"; do
    [ "$word" = '&&' ] || word=$(printf '%q' "$word")
    line+=" $word"
  done
  printf '%s\n' "$line" >&3
}

# Prints a command and runs it; a dry run prints it only.
run() {
  show "$@"
  [ "$dry_run" = yes ] || "$@"
}

# run_in FOLDER COMMAND...: the same in a folder.
run_in() {
  local folder=$1
  shift
  if [ "$folder" = "$root" ]; then show "$@"; else show cd "${folder#"$root"/}" '&&' "$@"; fi
  [ "$dry_run" = yes ] || (cd "$folder" && "$@")
}

# What a check found; a dry run has checked nothing.
found() { [ "$dry_run" = yes ] || say "$*"; }

# What was learned in one phase and is needed by a later one, a file each: remember NAME VALUE, recall NAME.
remember() {
  [ "$dry_run" = yes ] && return 0
  mkdir -p "$state"
  printf '%s\n' "$2" >"$state/$1"
}

recall() { if [ -f "$state/$1" ]; then cat "$state/$1"; fi; }

is_loopback() { [[ $1 =~ ^(127(\.[0-9]{1,3}){3}|localhost|\[?::1\]?)$ ]]; }

# The host of a URL, or of host:port.
host_of() {
  local rest=${1#*://}
  rest=${rest%%/*}
  case $rest in
    \[*) printf '%s' "${rest%%]*}]" ;;
    *) printf '%s' "${rest%%:*}" ;;
  esac
}

# curl that asks no proxy for an address of this machine.
web() {
  local argument
  for argument in "$@"; do
    case $argument in
      http://* | https://*)
        if is_loopback "$(host_of "$argument")"; then
          curl --noproxy '*' "$@"
          return
        fi
        ;;
    esac
  done
  curl "$@"
}

# A port of 127.0.0.1 where nobody listens.
free_port() {
  local port tries=0
  while [ $tries -lt 50 ]; do
    port=$((20000 + RANDOM % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      printf '%s' "$port"
      return 0
    fi
    tries=$((tries + 1))
  done
  die "No free port was found between 20000 and 32000 on 127.0.0.1: end what listens there."
}

# wait_for SECONDS COMMAND...: asks twice a second until it succeeds.
wait_for() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.5
  done
}

answers_health() { web -fsS -o /dev/null --max-time 2 "$1/health" 2>/dev/null; }
