#!/usr/bin/env python3
"""Writes the golden authorization code and what it says from docs/decisions/0017-reservation-codes.md, independently of the
C++ code, signed by the openssl command. ECDSA signs with chance: each run gives another, equally good code."""
import base64
import hashlib
import hmac
import json
import pathlib
import subprocess
import uuid
import xml.sax.saxutils

HERE = pathlib.Path(__file__).parent
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
REQUEST = "CB-ZUCCX:059d8a992467-112ohWHHR-47"
UDI = "P:UCCX,S:059d8a992467,U:e53fc968-0253-4d61-a355-ba908a6cc920"
PIID = str(uuid.uuid5(uuid.NAMESPACE_URL, REQUEST))
LICENSES = [
    {"tag": "regid.2019-06.com.cisco.CCX_FLEX_STD,12.5_0e2b9ed2-8a1c-4b52-a1f0-6f6c4f9b0a01", "count": "10", "startDate": "",
     "endDate": "", "licenseType": "PERPETUAL", "displayName": "CCX Flex Standard Seat", "tagDescription": "Standard seats",
     "subscriptionID": ""},
    {"tag": "regid.2019-06.com.cisco.CCX_FLEX_PRE,12.5_7c1a3c1e-52d5-4ea4-9d4c-2f1b6d1f7e02", "count": "40",
     "startDate": "2026-03-01T00:00:00Z", "endDate": "2027-03-31T00:00:00Z", "licenseType": "TERM",
     "displayName": "CCX Flex Premium Seat <\"R&D\">", "tagDescription": "Plätze für Zürich", "subscriptionID": "Sub-4711"},
]


def element(name, text):
    return f"<{name}>{text}</{name}>"


def base58(number, width):
    text = ""
    for _ in range(width):
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    assert number == 0
    return text


def mac(purpose, signed):
    return hmac.new(PIID.encode(), purpose + signed, hashlib.sha256).digest()


licenses = "".join(element("entitlement", "".join(element(key, xml.sax.saxutils.escape(value)) for key, value in license.items()))
                   for license in LICENSES)
code = element("authorizationCode", element("flag", "A") + element("version", "C") + element("piid", PIID)
               + element("timestamp", "1772447400250") + element("entitlements", licenses))
signed = (code + UDI).encode()
signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", HERE / "keys" / "reservation_signer.key.pem"], input=signed,
                           stdout=subprocess.PIPE, check=True).stdout
text = element("specificPLR", code + element("signature", base64.b64encode(signature).decode()) + element("udi", UDI))
letters = base58(int.from_bytes(mac(b"return:", signed)[:17], "big"), 24)
(HERE / "reservation_code.xml").write_text(text, encoding="utf-8")
(HERE / "reservation_code.json").write_text(json.dumps({
    "request_code": REQUEST, "instance": PIID, "licenses": LICENSES, "confirmation_code": mac(b"confirmation:", signed)[:4].hex(),
    "return_code": "-".join(["CC", *(letters[place:place + 6] for place in range(0, 24, 6))])}, indent=1, ensure_ascii=False))
