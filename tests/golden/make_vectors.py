#!/usr/bin/env python3
"""Writes the golden requests and replies from the text of wire.md, independently of the C++ code: members in the order of
the profile, signed by the openssl command. Run it only when the profile changes; the difference is then what to review."""
import base64
import json
import pathlib
import subprocess

HERE = pathlib.Path(__file__).parent
KEYS = HERE / "keys"
NOW = 1772447400000  # 2026-03-02T10:30:00Z
NONCE = "7648446339161391345"
PIID = "6f9d2f6e-64f5-4a3b-9a6d-0d3c9f0f1c11"
TAG = "regid.2019-06.com.cisco.CCX_FLEX_STD,12.5_0e2b9ed2-8a1c-4b52-a1f0-6f6c4f9b0a01"
PREMIUM = "regid.2019-06.com.cisco.CCX_FLEX_PRE,12.5_7c1a3c1e-52d5-4ea4-9d4c-2f1b6d1f7e02"
EXCHANGE = "0b8f1c7e-3f0f-4c26-8f7f-5a7a5f5c2b10"


def line(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def sign(key, text):
    done = subprocess.run(["openssl", "dgst", "-sha256", "-sign", KEYS / f"{key}.key.pem"], input=text.encode(),
                          stdout=subprocess.PIPE, check=True)
    return base64.b64encode(done.stdout).decode()


def sudi():
    return {"suvi": None, "uuid": None, "host_identifier": "uccx-a", "mac_address": None, "udi_pid": "UCCX",
            "udi_serial_number": "059d8a992467", "udi_vid": None}


def header(request_type, piid, serial, timestamp):
    return {"version": "1.1", "locale": "en_US.UTF-8", "sudi": sudi(), "timestamp": timestamp, "nonce": NONCE,
            "request_type": request_type, "agent_actions": None, "connect_info": None,
            "product_instance_identifier": piid, "id_cert_serial_number": serial, "signing_cert_serial_number": None}


def request(name, request_type, members, key, registered):
    piid, serial = (PIID, "59023864") if registered else (None, None)
    data = {"sudi": sudi(), "timestamp": NOW, "nonce": NONCE, **members, "product_instance_identifier": piid}
    if registered:
        data |= {"sequence": 7, "exchange_id": EXCHANGE}
    inner = line({"header": header(request_type, piid, serial, 0), "nonce": NONCE, "request_data": line(data)})
    body = {"signature": {"type": "SHA-256", "value": sign(key, inner)}, "credential": None, "request": inner}
    (HERE / f"request_{name}.json").write_text(line(body))


def reply(name, request_type, status, message="", data="", piid=PIID, retry=0):
    inner = line({"header": header(request_type, piid, None, NOW + 1500) | {"version": "1.3"}, "status_code": status,
                  "status_message": message, "retry_time_seconds": retry,
                  "response_data": data if data == "" else line(data),
                  "signing_cert": (KEYS / "signer.pem").read_text(),
                  "sub_ca_cert": "".join((KEYS / "sub_ca.pem").read_text().splitlines()[1:-1])})
    body = {"signature": {"type": "SHA256", "value": sign("signer", inner)}, "response": inner, "sch_response": None}
    (HERE / f"reply_{name}.json").write_text(line(body))


def csr(name):
    return base64.b64encode((KEYS / f"{name}.csr.der").read_bytes()).decode()


def identity(certificate):
    return {"product_instance_identifier": PIID, "id_cert": (KEYS / f"{certificate}.pem").read_text(),
            "signing_cert": "unused", "sub_ca_cert": "unused", "renew_interval_seconds": 15552000,
            "smart_account_name": "Example Inc.", "virtual_account_name": "Contact Center", "product_instance_name": "uccx-a",
            "export_controlled_allowed": True, "registration_expiry": 1803983100000, "sequence": None}


request("registration", "REGISTRATION",
        {"software_tag_identifier": "regid.2019-06.com.cisco.UCCX,12.5_golden", "id_token": "golden-token-0001",
         "force": False, "csr": csr("agent_old"), "hostname": "uccx-a", "product_instance_name": "uccx-a"},
        "agent_old", registered=False)
request("authorization", "AUTHORIZATION",
        {"version": 4,
         "entitlements": [{"tag": TAG, "count": 12, "version": "12.5"}, {"tag": PREMIUM, "count": 0, "version": "12.5"}],
         "reports": [{"id": 31, "tag": TAG, "interval_start_ms": NOW - 1800000, "interval_end_ms": NOW - 900000,
                      "peak": 12, "reported": 12, "locked": 0}]},
        "agent_old", registered=True)
request("renewal", "RENEW", {"csr": csr("agent_new")}, "agent_old", registered=True)
request("deregistration", "DEREGISTRATION", {}, "agent_old", registered=True)
request("poll", "POLL_REQ", {"poll_id": "poll-77"}, "agent_old", registered=True)

reply("registration", "REGISTRATION", "OK", data=identity("agent_old"))
reply("renewal", "RENEW", "OK", data=identity("agent_new"))
reply("authorization", "AUTHORIZATION", "OK",
      data={"version": 5, "overall_status": "OutOfCompliance",
            "entitlements": [
                {"tag": TAG, "count": 12, "status": "InCompliance", "display_name": "CCX Flex Standard",
                 "description": "Standard seats", "export_allowed": None, "purchased": 20},
                {"tag": PREMIUM, "count": 0, "status": "OutOfCompliance", "display_name": "CCX Flex Premium",
                 "description": "Premium seats", "export_allowed": None, "purchased": None}],
            "auth_expiry": 1780223100000, "renew_interval_seconds": 43200, "smart_account_name": "Example Inc.",
            "virtual_account_name": "Contact Center", "accepted_reports": [31], "sequence": 7, "renew_window": None})
reply("deregistration", "DEREGISTRATION", "OK")
reply("poll_later", "AUTHORIZATION", "OK_POLL", data={"poll_id": "poll-77"}, retry=60)
reply("refused", "REGISTRATION", "FAILED", message="The token 'golden-token-0001' is not valid", piid=None)
