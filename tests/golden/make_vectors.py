#!/usr/bin/env python3
"""Writes the golden requests and replies from the text of wire.md, independently of the C++ code: members in the order of
the profile, signed by the openssl command. Run it only when the profile changes; the difference is then what to review."""
import base64
import json
import pathlib
import subprocess
import xml.sax.saxutils

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


def el(name, *content, **attributes):
    """An XML element; text is escaped, elements come as Markup."""
    inside = "".join(part if isinstance(part, Markup) else xml.sax.saxutils.escape(part) for part in content)
    return Markup(f"<{name}{''.join(f' {key}={xml.sax.saxutils.quoteattr(value)}' for key, value in attributes.items())}>"
                  f"{inside}</{name}>")


class Markup(str):
    pass


def lines(name, *content, **attributes):
    return el(name, Markup("\n"), *(Markup(part + "\n") for part in content), **attributes)


def call_home(json_text):
    """The sample of wire.md with the values of P9."""
    when, hex_time, serial, product = "2026-03-02 10:30:00 GMT+00:00", f"{NOW // 1000:08X}", "059d8a992467", "UCCX"
    cdata = Markup("<![CDATA[" + json_text.replace("]]>", "]]]]><![CDATA[>") + "]]>")
    appliance = "http://www.cisco.com/appliance/uri"
    session = lines("aml-session:Session", el("aml-session:To", "http://tools.cisco.com/neddce/services/DDCEService"),
                    el("aml-session:Path", el("aml-session:Via", appliance)), el("aml-session:From", appliance),
                    el("aml-session:MessageId", f"M12:{serial}:{hex_time}"),
                    **{"xmlns:aml-session": "http://www.cisco.com/2004/01/aml-session", "soap-env:mustUnderstand": "true",
                       "soap-env:role": "http://www.w3.org/2003/05/soap-envelope/role/next"})
    group = lines("aml-block:BlockGroup", el("aml-block:GroupId", f"G12:{serial}:{hex_time}"), el("aml-block:Number", "0"),
                  el("aml-block:IsLast", "true"), el("aml-block:IsPrimary", "true"), el("aml-block:WaitForPrimary", "false"))
    block_header = lines("aml-block:Header", el("aml-block:Type", "http://www.cisco.com/2005/05/callhome/smart_licensing"),
                         el("aml-block:CreationDate", when),
                         el("aml-block:Builder", el("aml-block:Name", product), el("aml-block:Version", "2.0")),
                         group, el("aml-block:Severity", "2"))
    customer = lines("ch:CustomerData", el("ch:UserData", el("ch:Email")),
                     el("ch:ContractData", el("ch:CustomerId"), el("ch:SiteId"), el("ch:ContractId"),
                        el("ch:DeviceId", f"{product}@C@{serial}")),
                     el("ch:SystemInfo", el("ch:Name", "uccx-a"), el("ch:Contact"), el("ch:ContactEmail"),
                        el("ch:ContactPhoneNumber"), el("ch:StreetAddress")), el("ch:CCOID"))
    chassis = el("rme:Chassis", el("rme:Model", product), el("rme:HardwareVersion"), el("rme:SerialNumber", serial),
                 **{"xmlns:rme": "http://www.cisco.com/rme/4.0"})
    content = lines("ch:CallHome", el("ch:EventTime", when), el("ch:MessageDescription", "Smart licensing message"),
                    el("ch:Event", el("ch:Type", "smart_licensing"), el("ch:SubType"), el("ch:Brand", "Cisco Systems"),
                       el("ch:Series", product)), customer, el("ch:Device", chassis),
                    **{"xmlns:ch": "http://www.cisco.com/2005/05/callhome", "version": "1.0"})
    attachment = lines("aml-block:Attachment", el("aml-block:Name", "smart_licensing_data"),
                       el("aml-block:Data", cdata, encoding="plain"), type="inline")
    block = lines("aml-block:Block", block_header, lines("aml-block:Content", content),
                  lines("aml-block:Attachments", attachment), **{"xmlns:aml-block": "http://www.cisco.com/2004/01/aml-block"})
    return ('<?xml version="1.0" encoding="UTF-8"?>\n'
            + lines("soap-env:Envelope", lines("soap-env:Header", session), lines("soap-env:Body", block),
                    **{"xmlns:soap-env": "http://www.w3.org/2003/05/soap-envelope"}) + "\n")


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

(HERE / "request_call_home.xml").write_text(call_home((HERE / "request_authorization.json").read_text()))
