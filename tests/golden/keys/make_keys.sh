#!/bin/sh
# Makes the fixed keys and certificates of the golden vectors anew. Every golden file must then be made anew, too.
# None of them protects anything.
set -eu
cd "$(dirname "$0")"

key() { openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1.key.pem"; }
curve_key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:"$2" -out "$1.key.pem"; }

# issue NAME SUBJECT SERIAL ISSUER EXTENSION NOT_BEFORE NOT_AFTER: `openssl ca` is the one that takes both dates.
issue() {
  work=$(mktemp -d)
  touch "$work/index"
  printf '%s\n' "$3" > "$work/serial"
  cat > "$work/ca.cnf" <<CNF
[ca]
default_ca = lab
[lab]
database = $work/index
serial = $work/serial
new_certs_dir = $work
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
organizationName = optional
serialNumber = optional
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
CNF
  openssl req -new -key "$1.key.pem" -subj "$2" -out "$work/request.pem"
  if [ "$4" = self ]; then signer="-selfsign -keyfile $1.key.pem"; else signer="-cert $4.pem -keyfile $4.key.pem"; fi
  # shellcheck disable=SC2086
  openssl ca -batch -notext -config "$work/ca.cnf" $signer -extensions "$5" -startdate "$6" -enddate "$7" \
    -preserveDN -in "$work/request.pem" -out "$1.pem" 2> "$work/log" || { cat "$work/log"; exit 1; }
  rm -r "$work"
}

piid=6f9d2f6e-64f5-4a3b-9a6d-0d3c9f0f1c11
for name in root sub_ca signer other_root other_signer agent_old agent_new; do key "$name"; done
curve_key reservation_signer P-256
curve_key other_curve P-384
issue root "/CN=Golden Root/O=smart-agent tests" 01 self root 20200101000000Z 20450101000000Z
issue sub_ca "/CN=Golden Sub CA/O=smart-agent tests" 02 root root 20200101000000Z 20450101000000Z
issue signer "/CN=Golden MMI Signer/O=smart-agent tests" 03 sub_ca leaf 20260101000000Z 20360101000000Z
issue other_root "/CN=Other Root/O=smart-agent tests" 01 self root 20200101000000Z 20450101000000Z
issue other_signer "/CN=Other Signer/O=smart-agent tests" 03 other_root leaf 20260101000000Z 20360101000000Z
issue agent_old "/CN=UCCX/serialNumber=$piid/O=smart-agent tests" 0384A1F8 sub_ca leaf 20260302102500Z 20270302102500Z
issue agent_new "/CN=UCCX/serialNumber=$piid/O=smart-agent tests" 0384A1F9 sub_ca leaf 20260302102500Z 20270302102500Z
issue reservation_signer "/CN=Golden Reservation Signer/O=smart-agent tests" 04 self leaf 20260101000000Z 20360101000000Z
issue other_curve "/CN=Other Curve/O=smart-agent tests" 05 self leaf 20260101000000Z 20360101000000Z
for name in agent_old agent_new; do
  openssl req -new -key "$name.key.pem" -subj "/CN=UCCX/O=smart-agent" -outform DER -out "$name.csr.der"
done
