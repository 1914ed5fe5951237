# shellcheck shell=bash
# An MCP client of one session over Streamable HTTP (2025-11-25), as small as curl allows; sourced after lib.sh.
# A token in MCP_TOKEN is sent along; it reaches curl by a file descriptor, so that no list of processes shows it.

mcp_url='' mcp_session='' mcp_id=0
mcp_answer='' mcp_status='' mcp_seconds='' # What the last request was answered, and in what time.

mcp_header() {
  [ -z "${MCP_TOKEN:-}" ] || printf 'header = "Authorization: Bearer %s"\n' "$MCP_TOKEN"
  [ -z "$mcp_session" ] || printf 'header = "Mcp-Session-Id: %s"\nheader = "MCP-Protocol-Version: 2025-11-25"\n' "$mcp_session"
}

# mcp_post SECONDS MESSAGE; fails when there is no HTTP answer at all.
mcp_post() {
  local limit=$1 message=$2 scratch numbers
  scratch=$(mktemp -d)
  numbers=$(web -sS --max-time "$limit" -K <(mcp_header) -D "$scratch/head" -o "$scratch/body" \
    -w '%{http_code} %{time_total}' -H 'Content-Type: application/json' \
    -H 'Accept: application/json, text/event-stream' --data-binary "$message" "$mcp_url" 2>"$scratch/error") || {
    mcp_status='' mcp_answer=$(cat "$scratch/error")
    rm -rf "$scratch"
    return 1
  }
  mcp_status=${numbers% *} mcp_seconds=${numbers#* }
  if grep -qi '^content-type: *text/event-stream' "$scratch/head"; then
    mcp_answer=$(sed -n 's/^data: \{0,1\}//p' "$scratch/body" | grep -F "\"id\":$mcp_id" | tail -n 1) || mcp_answer=''
  else
    mcp_answer=$(cat "$scratch/body")
  fi
  [ -n "$mcp_session" ] || mcp_session=$(tr -d '\r' <"$scratch/head" | sed -n 's/^[Mm]cp-[Ss]ession-[Ii]d: *//p')
  rm -rf "$scratch"
}

# mcp_request SECONDS METHOD PARAMS: the answer is in mcp_answer; fails unless it came with HTTP status 200.
mcp_request() {
  mcp_id=$((mcp_id + 1))
  mcp_post "$1" "{\"jsonrpc\":\"2.0\",\"id\":$mcp_id,\"method\":\"$2\",\"params\":$3}" && [ "$mcp_status" = 200 ]
}

mcp_succeeded() {
  case $mcp_answer in
    *'"error":{'* | *'"isError":true'*) return 1 ;;
    *'"result":'*) return 0 ;;
    *) return 1 ;;
  esac
}

# mcp_open SECONDS URL: a new session.
mcp_open() {
  mcp_url=$2 mcp_session='' mcp_id=0
  mcp_request "$1" initialize '{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"pipeline","version":"1"}}' &&
    mcp_succeeded
}

mcp_initialized() { mcp_post "$1" '{"jsonrpc":"2.0","method":"notifications/initialized"}'; }

# What went wrong with the last request, in a few words.
mcp_trouble() {
  if [ -z "$mcp_status" ]; then
    printf 'no answer (%s)' "$mcp_answer"
  else
    printf 'HTTP %s after %s s: %.300s' "$mcp_status" "$mcp_seconds" "$mcp_answer"
  fi
}
