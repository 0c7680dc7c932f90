#!/bin/bash
# The real program over TLS: it starts, says where it listens, answers, makes a token and stops when told.
set -euo pipefail
program=$1
directory=$(mktemp -d)
pid=
cleanup() {
  if [ -n "$pid" ]; then kill -9 "$pid" 2>/dev/null || true; fi
  rm -rf "$directory"
}
trap cleanup EXIT
fail() { echo "smoke: $*" >&2; exit 1; }

"$program" --listen 127.0.0.1:0 --admin 127.0.0.1:0 --state-dir "$directory" \
  --lab-clock manual:2025-01-01T00:00:00Z >"$directory/out" 2>&1 &
pid=$!
for _ in $(seq 200); do
  [ -s "$directory/listen.json" ] && break
  kill -0 "$pid" 2>/dev/null || fail "it ended: $(cat "$directory/out")"
  sleep 0.05
done
url=$(sed -n 's/.*"url":"\([^"]*\)".*/\1/p' "$directory/listen.json")
call_home=$(sed -n 's/.*"call_home_url":"\([^"]*\)".*/\1/p' "$directory/listen.json")
admin=$(sed -n 's/.*"admin":"\([^"]*\)".*/\1/p' "$directory/listen.json")
grep -q '^ssm-lab ready ' "$directory/out" || fail "no ready line"

call() { curl --silent --max-time 10 --cacert "$directory/tls-ca.pem" "$@"; }
# Twice over one connection: keep-alive works.
[ "$(call --write-out '%{num_connects}' --output /dev/null "$url" --output /dev/null "$url")" = 10 ] ||
  fail "no keep-alive"
call -H 'Content-Type: application/json' --data '{}' "$url" | grep -q 'Malformed request' || fail "no signed refusal"
call -H 'Content-Type: text/xml' --data '<Envelope/>' "$call_home" | grep -q 'not a SOAP 1.2 envelope' ||
  fail "no SOAP Fault"
head -c 1100000 /dev/zero >"$directory/big"
[ "$(call -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' --data-binary "@$directory/big" "$url")" \
  = 413 ] || fail "a body over 1 MiB was taken"
call --tls-max 1.1 "$url" && fail "TLS 1.1 was accepted"

token=$("$program" demo-token --state-dir "$directory")
[ ${#token} -ge 32 ] || fail "no token"
bearer="Authorization: Bearer $(cat "$directory/admin-token")"
call -H "$bearer" "$admin/admin/clock" | grep -q '"now":"2025-01-01T00:00:00Z"' || fail "wrong clock"
order() { call -o /dev/null -H "$bearer" --data "$1" "$admin/admin/faults"; }
post() { call -o /dev/null -H 'Content-Type: application/json' --data '{}' "$url"; }
order '{"fault":"close"}'
post && fail "the connection was not closed"
order '{"fault":"truncate"}'
post && fail "the answer was not cut"

status=0
"$program" --listen 0.0.0.0:0 --state-dir "$directory/other" 2>/dev/null || status=$?
[ "$status" = 78 ] || fail "a public address was taken: $status"
status=0
"$program" --nonsense >/dev/null 2>&1 || status=$?
[ "$status" = 2 ] || fail "usage errors are 2, not $status"

kill -TERM "$pid"
status=0
wait "$pid" || status=$?
pid=
[ "$status" = 0 ] || fail "it ended with $status"
[ ! -e "$directory/listen.json" ] || fail "listen.json was left behind"
echo "smoke: good"
