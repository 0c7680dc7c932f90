#!/bin/bash
# The real program over TLS: it starts, says where it listens, answers, makes a token and stops when told.
set -euo pipefail
program=$1
directory=$(mktemp -d)
pid=
held=
cleanup() {
  for process in $pid $held; do kill -9 "$process" 2>/dev/null || true; done
  rm -rf "$directory"
}
trap cleanup EXIT
fail() { echo "smoke: $*" >&2; exit 1; }

second=()
if grep -q '^00000000000000000000000000000001 ' /proc/net/if_inet6 2>/dev/null; then second=(--listen '[::1]:0'); fi
"$program" --listen 127.0.0.1:0 "${second[@]}" --admin 127.0.0.1:0 --state-dir "$directory" \
  --tls-names DNS:localhost,IP:127.0.0.1,IP:::1 --lab-clock manual:2025-01-01T00:00:00Z >"$directory/out" 2>&1 &
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
if [ ${#second[@]} -gt 0 ]; then
  url6=$(sed -n 's/.*"urls":\["[^"]*","\([^"]*\)".*/\1/p' "$directory/listen.json")
  [ "${url6#https://\[::1\]}" = "${url#https://127.0.0.1}" ] || fail "not the same port: $url $url6"
  call -g --output /dev/null "$url6" || fail "no answer at $url6"
fi
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

# Good JSON and then spaces over the limit, in chunks.
order '{"fault":{"huge":{"bytes":2000000}}}'
[ "$(call -H 'Content-Type: application/json' --data '{}' "$url" | wc -c)" = 2000000 ] || fail "not the size ordered"

# A trust rotation: the announced CA holds for new connections, the one there is ends, and nothing moves.
settings() { call -o /dev/null -w '%{http_code}' -X PUT -H "$bearer" --data "$1" "$admin/admin/settings"; }
[ "$(settings '{"rotate_trust_root":"announce"}')" = 200 ] || fail "no announcement"
cp "$directory/tls-ca.pem" "$directory/old-ca.pem"
cp "$directory/tls-ca.next.pem" "$directory/new-ca.pem"
cp "$directory/listen.json" "$directory/listen-before.json"
get() { curl --silent --max-time 10 --output /dev/null --cacert "$1" "$url"; }
get "$directory/old-ca.pem" || fail "the old CA is gone before the switch"
authority=${url#https://}
mkfifo "$directory/held"
openssl s_client -connect "${authority%%/*}" <"$directory/held" >"$directory/held-out" 2>&1 &
held=$!
exec 3>"$directory/held"
for _ in $(seq 200); do
  grep -q 'Verify return code' "$directory/held-out" && break
  sleep 0.05
done
kill -0 "$held" || fail "no connection to hold: $(cat "$directory/held-out")"
[ "$(settings '{"rotate_trust_root":"switch"}')" = 200 ] || fail "no switch"
for _ in $(seq 200); do
  kill -0 "$held" 2>/dev/null || break
  sleep 0.05
done
kill -0 "$held" 2>/dev/null && fail "a connection under the old certificate went on"
held=
exec 3>&-
get "$directory/old-ca.pem" && fail "the old CA still holds"
get "$directory/new-ca.pem" || fail "the new CA does not hold"
cmp "$directory/listen.json" "$directory/listen-before.json" || fail "listen.json changed"

status=0
"$program" --listen 0.0.0.0:0 --state-dir "$directory/other" 2>/dev/null || status=$?
[ "$status" = 78 ] || fail "a public address was taken: $status"
status=0
"$program" --tls-names 'DNS:a,email:b' --state-dir "$directory/other" >/dev/null 2>&1 || status=$?
[ "$status" = 2 ] || fail "a name of another kind was taken: $status"
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
