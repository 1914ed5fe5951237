# shellcheck shell=bash
# What bin/stack and its neighbours share; sourced in the project's root, never run.

# What was wrong and what to do, in a sentence.
sorry() {
  printf '%s\n' "$*" >&2
  exit 1
}

env_file=${ENV_FILE:-.env}

# given NAME: as Compose reads it, from the environment or else from .env; fails when it stands in neither.
given() {
  if [ -n "${!1+set}" ]; then
    printf '%s' "${!1}"
  elif [ -f "$env_file" ] && grep -q "^$1=" "$env_file"; then
    sed -n "s/^$1=//p" "$env_file" | tail -n 1
  else
    return 1
  fi
}

# setting NAME DEFAULT
setting() {
  local value
  value=$(given "$1") || true
  printf '%s' "${value:-$2}"
}

# Made of the example, which says what each variable is.
make_env() {
  [ ! -f "$env_file" ] || return 0
  (umask 077 && cp .env.example "$env_file")
  chmod 600 "$env_file"
  echo "made $env_file"
}

# keep NAME VALUE: puts it into .env unless it is given, in place of the line that says what it is.
keep() {
  [ -z "$(setting "$1" '')" ] || return 0
  make_env
  if grep -qE "^(# )?$1=" "$env_file"; then
    sed -i.old -E "s|^(# )?$1=.*|$1=$2|" "$env_file"
    rm -f "$env_file.old"
  else
    printf '%s=%s\n' "$1" "$2" >>"$env_file"
  fi
  echo "$env_file has $1 now"
}

# A secret that nobody has seen: as many random bytes.
secret() { head -c "$1" /dev/urandom | base64 | tr -d '\n'; }

# Compose with that file alone; without one it would look for a .env by itself.
compose_with() {
  local from=$env_file
  [ -f "$from" ] || from=deploy/compose/none.env
  bin/compose --env-file "$from" "$@"
}

compose() { compose_with -f docker-compose.yml "$@"; }

# What was started with a profile is there without it as well.
all_profiles() { compose --profile ha --profile tasks --profile monitoring "$@"; }

# The id of a service's container; nothing when there is none.
container() { compose ps -q "$1" 2>/dev/null || true; }

none() { sorry "$1 does not run: 'make up' starts it, 'make status' shows what is there."; }

need_running() {
  docker info >/dev/null 2>&1 || sorry "Docker does not answer: start it, or set DOCKER_HOST to where it runs."
  local id
  id=$(container "$1")
  [ -n "$id" ] && [ "$(docker inspect -f '{{.State.Running}}' "$id")" = true ] || none "$1"
}

# Asks an address of this machine; no proxy has to do with that. Fails, with what was said, for another answer than 200.
ask() {
  local answer
  if ! answer=$(curl --noproxy '*' -sS --max-time 10 --fail-with-body "$@" 2>&1); then
    printf '%s' "$answer"
    return 1
  fi
  printf '%s' "$answer"
}

public=http://127.0.0.1:$(setting GATEWAY_PORT 3000)
management=http://127.0.0.1:$(setting GATEWAY_MANAGEMENT_PORT 3001)
