"""The table of faults: where each sits, how it is made, and the code of the agent's failure catalog that must come of it.

Groups are agents that differ in configuration. A row is drilled by fault_drill.drill."""

import relay_faults
import relay_proxy_faults
from fault_drill import Row
from fault_relay import pass_as_proxy

BOTH_CLOCK = ("COMMUNICATION_FAILURE", "CLOCK_SKEW")
REFUSED = {"alarms": ("RENEW_AUTHORIZATION_FAILURE",), "refused": True}
SHORT = (0.3, 0.6)  # time-outs of the agents that meet silence


def at_relay(place, table, **codes):
    """Rows of faults that the relay makes, by their names in its table (a leading "_" stands before a digit)."""
    rows = []
    for name, code in codes.items():
        more = {}
        if isinstance(code, tuple):
            code, more = code
        fault = table[name.removeprefix("_")]
        rows.append(Row(place, name.removeprefix("_"), code, lambda rig, fault=fault: rig.relay.order(fault),
                        lambda rig: rig.relay.order(None), **more))
    return rows


def at_lab(name, code, kind=None, more=None, place="message", **parameters):
    """A row of a fault that ssm-lab makes in its answers."""
    return Row(place, name, code, lambda rig: rig.order_fault(kind=kind or name, **parameters),
               lambda rig: rig.clear_faults(), **(more or {}))


def endless_poll():
    """The outcome is there after 30 polls, a minute of lab time each."""
    def heal(rig):
        rig.clear_faults()
        rig.ctl("lab", "advance", "2m")  # one that is under way is polled for once more

    return Row("message", "ok_poll_for_ever", "protocol_poll_endless",
               lambda rig: rig.order_fault(kind="ok_poll", retry_time_seconds=60), heal, advance="35m")


def lab_clock(name, seconds):
    return Row("message", name, "clock_differs", lambda rig: rig.admin("PUT", "/admin/settings", {"clock_offset_seconds": seconds}),
               lambda rig: rig.clear_faults(), alarms=BOTH_CLOCK)


def at_names(name, code, order):
    def inject(rig):
        rig.names.order(order)
        rig.relay.order(None)  # ends the connection that is kept, which would need no name

    return Row("dns", name, code, inject, lambda rig: rig.names.order(["127.0.0.1"]))


def hidden(folder, name, code):
    """A row of trust anchors that are taken away from a folder and brought back."""
    def hide(rig):
        (rig.dir / folder).rename(rig.dir / f"{folder}.away")
        (rig.dir / folder).mkdir()

    def bring_back(rig):
        (rig.dir / folder).rmdir()
        (rig.dir / f"{folder}.away").rename(rig.dir / folder)

    return Row("local", name, code, hide, bring_back)


def key_gone():
    """The key that signs requests is missing from the key store."""
    def hide(rig):
        for key in (rig.state / "keys").glob("*.key.pem"):
            key.rename(key.with_suffix(".away"))

    def bring_back(rig):
        for key in (rig.state / "keys").glob("*.key.away"):
            key.rename(key.with_suffix(".pem"))

    return Row("local", "key_missing", "signature_no_key", hide, bring_back)


def password_gone():
    return Row("local", "proxy_password_file_missing", "proxy_credentials", lambda rig: (rig.dir / "password").unlink(),
               lambda rig: write_password(rig))


def write_password(rig):
    path = rig.dir / "password"
    path.write_text("wrong-or-right\n")
    path.chmod(0o600)
    return str(path)


TCP = at_relay(
    "tcp", relay_faults.TCP,
    refused="tcp_refused",
    reset_before_tls="tls_broke",
    reset_in_handshake="tls_broke",
    close_in_handshake="tls_broke",
    reset_after_handshake="no_answer_closed",
    reset_after_request_head="no_answer_closed",
    reset_after_request="no_answer_closed",
    close_after_request="no_answer_closed",
    half_of_the_answer="no_answer_closed",
    reset_in_the_answer="no_answer_closed")

TLS = at_relay(
    "tls", relay_faults.TLS,
    expired="tls_expired",
    expired_intermediate="tls_expired",
    hours_early="clock_tls",
    days_early="tls_not_yet_valid",
    wrong_host="tls_host_name",
    wrong_cn="tls_host_name",
    unknown_ca="tls_unknown_issuer",
    impostor_ca="tls_unknown_issuer",
    missing_intermediate="tls_unknown_issuer",
    self_signed="tls_self_signed",
    weak_key="tls_weak",
    weak_digest="tls_weak",
    ca_without_flag="tls_certificate",
    wrong_purpose="tls_certificate",
    tls_1_1_only="tls_version",
    no_shared_cipher="tls_handshake",
    plain_http="tls_not_tls",
    ssh_banner="tls_not_tls",
    random_bytes="tls_not_tls")

HTTP = at_relay(
    "http", relay_faults.HTTP,
    _101="no_answer_closed",
    _204="http_status",
    _206="http_status",
    _301="http_redirect",
    _302="http_redirect",
    _307="http_redirect",
    _400="http_status",
    _401="http_denied",
    _403="http_denied",
    _404="http_not_found",
    _405="http_not_found",
    _407="http_denied",
    _408="http_status",
    _413="http_status",
    _418="http_status",
    _429_seconds=("http_too_many_requests", {"waits_seconds": 7200}),
    _429_date=("http_too_many_requests", {"waits_seconds": 7000}),
    _429_a_year=("http_too_many_requests", {"waits_seconds": 86400}),
    _429_overflow="http_too_many_requests",
    _429_nonsense="http_too_many_requests",
    _500="http_server_error",
    _502="http_unavailable",
    _503=("http_unavailable", {"waits_seconds": 10800}),
    _504="http_unavailable",
    _999="http_status",
    _200_empty="protocol_empty",
    _200_html="protocol_not_json",
    garbage_status_line="http_malformed",
    no_http_at_all="http_malformed",
    header_bomb="http_too_large",
    endless_headers="http_too_large",
    content_length_too_long="no_answer_closed",
    content_length_negative="http_malformed",
    broken_chunk="http_malformed",
    last_chunk_missing="no_answer_closed",
    one_gigabyte="http_too_large",
    endless_chunks="http_too_large",
    gzip_bomb="protocol_not_json")

SILENCE = [
    *at_relay("tcp", relay_faults.TCP, black_hole="tcp_timeout", silent_before_tls="tls_timeout"),
    *at_relay("http", relay_faults.HTTP, no_answer="no_answer_timeout", slow_headers="no_answer_timeout",
              half_a_header="no_answer_timeout", one_byte_a_second="no_answer_timeout", continue_for_ever="no_answer_timeout",
              answer_then_no_end="no_answer_timeout"),
    at_lab("late_answer", "no_answer_timeout", kind="delay", seconds=1.5)]

MESSAGE = [
    at_lab("empty", "protocol_empty"),
    at_lab("not_json", "protocol_not_json"),
    at_lab("garbage", "protocol_not_json"),
    at_lab("html", "protocol_not_json"),
    at_lab("deep_json", "protocol_limit"),
    at_lab("duplicate_keys", "protocol_malformed"),
    at_lab("wrong_member_types", "protocol_malformed"),
    at_lab("huge", "http_too_large"),
    at_lab("truncate", "no_answer_closed"),
    at_lab("close", "no_answer_closed"),
    at_lab("no_signature", "signature_missing"),
    at_lab("unknown_signature_type", "signature_type"),
    at_lab("missing_signing_cert", "signature_signer"),
    at_lab("wrong_signature", "signature_wrong"),
    at_lab("other_signer", "signature_unknown_root"),
    at_lab("expired_signer", "signature_expired"),
    at_lab("stale_nonce", "protocol_nonce"),
    at_lab("wrong_id", "protocol_instance"),
    at_lab("wrong_type", "protocol_request_type"),
    at_lab("version_too_high", "protocol_version"),
    at_lab("server_clock", "clock_differs", seconds=7200, more={"alarms": BOTH_CLOCK}),
    at_lab("ok_try_again", "try_again_later", retry_time_seconds=7200, more={"waits_seconds": 7200}),
    endless_poll(),
    at_lab("clock_refused", "clock_refused", kind="failed", text="Timestamp mismatch"),
    at_lab("wrong_nonce_type", "protocol_malformed"),
    at_lab("other_instance", "protocol_instance"),
    at_lab("missing_header", "protocol_malformed"),
    at_lab("unknown_status_code", "protocol_status"),
    at_lab("wrong_sequence_echo", "protocol_sequence"),
    at_lab("negative_count", "protocol_malformed"),
    at_lab("too_many_entitlements", "protocol_limit"),
    at_lab("expired_sub_ca", "signature_expired"),
    at_lab("refused_by_account", "account_refused", kind="failed", text="The virtual account is suspended", more=REFUSED),
    at_lab("control_characters", "account_refused", more=REFUSED),
    at_lab("long_status_message", "account_refused", bytes=20_000, more=REFUSED),
    at_lab("endless_status_message", "protocol_limit", kind="long_status_message", bytes=100_000),
    lab_clock("ssm_clock_ahead", 7200),
    lab_clock("ssm_clock_behind", -7200)]

CALL_HOME = [
    at_lab("soap_fault", "protocol_soap", place="call home", text="The device is not entitled"),
    at_lab("soap_fault_500", "http_server_error", place="call home", kind="soap_fault", status=500, text="The device is not entitled"),
    at_lab("soap_dtd", "protocol_soap", place="call home"),
    at_lab("soap_no_attachment", "protocol_soap", place="call home"),
    at_lab("empty", "protocol_empty", place="call home"),
    at_lab("garbage", "protocol_soap", place="call home"),
    at_lab("html", "protocol_soap", place="call home"),
    at_lab("truncate", "no_answer_closed", place="call home"),
    at_lab("wrong_signature", "signature_wrong", place="call home")]

LOCAL = [
    hidden("trust.d", "no_tls_anchor", "tls_no_anchor"),
    hidden("ssm-roots.d", "no_message_root", "signature_unknown_root"),
    key_gone()]

PROXY = at_relay(
    "proxy", relay_proxy_faults.PROXY,
    refused="proxy_unreachable",
    _302="proxy_status",
    _400="proxy_status",
    _403="proxy_denied",
    _404="proxy_status",
    _405="proxy_status",
    _407_unknown_scheme="proxy_auth",
    _407_wrong_password="proxy_auth",
    _407_no_scheme="proxy_auth",
    _429="proxy_status",
    _500="proxy_status",
    _502="proxy_gateway",
    _503="proxy_gateway",
    _504="proxy_gateway",
    closes="proxy_broke",
    resets="proxy_broke",
    garbage="proxy_broke",
    endless_headers="proxy_broke",
    connects_then_resets="tls_broke",
    connects_then_closes="tls_broke",
    connects_then_plain_http="tls_not_tls")

PROXY_SILENCE = at_relay(
    "proxy", relay_proxy_faults.PROXY,
    black_hole="proxy_unreachable",
    ssh_banner="proxy_timeout",
    slow="proxy_timeout",
    connects_then_is_silent="tls_timeout")

TLS_PROXY = at_relay(
    "proxy", relay_proxy_faults.TLS_PROXY,
    tls_unknown_ca="proxy_tls",
    tls_wrong_host="proxy_tls",
    tls_expired="proxy_tls",
    tls_self_signed="proxy_tls",
    plain="proxy_tls",
    tls_403="proxy_denied",
    tls_407="proxy_auth")

NAMES = [
    at_names("no_such_name", "dns_no_such_name", "missing"),
    at_names("no_address", "dns_no_such_name", "empty"),
    at_names("name_server_fails", "dns_no_answer", "broken"),
    at_names("name_server_refuses", "dns_no_answer", "refused"),
    at_names("name_server_silent", "dns_no_answer", "silent"),
    at_names("name_server_talks_nonsense", "dns_no_answer", "garbage"),
    at_names("name_elsewhere", "tcp_not_loopback", ["192.0.2.1"])]

PROXY_NAMES = [
    at_names("proxy_no_such_name", "proxy_name", "missing"),
    at_names("name_server_silent_for_proxy", "proxy_name", "silent")]

# name -> (how the drill is made, rows)
GROUPS = {
    "Gateway": ({"host": "localhost"}, [*TCP, *TLS, *HTTP, *MESSAGE, *LOCAL]),
    "CallHome": ({"call_home": True}, CALL_HOME),
    "Silence": ({"patience": SHORT}, SILENCE),
    "Proxy": ({"harmless": pass_as_proxy, "proxy": {"user": "agent", "password_file": write_password}}, [*PROXY, password_gone()]),
    "ProxySilence": ({"harmless": pass_as_proxy, "proxy": {}, "patience": SHORT}, PROXY_SILENCE),
    "TlsProxy": ({"harmless": relay_proxy_faults.proxy_over_tls(),
                  "proxy": {"scheme": "https", "ca_file": lambda rig: str(rig.certificates.trusted_ca)}}, TLS_PROXY),
    "Names": ({"harmless": relay_faults.TLS["good"], "host": "ssm.relay.test", "names": True, "patience": (0.5, 5)}, NAMES),
    "ProxyNames": ({"harmless": pass_as_proxy, "proxy": {"host": "proxy.relay.test"}, "names": True, "patience": (0.5, 5)}, PROXY_NAMES),
}
