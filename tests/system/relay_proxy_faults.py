"""What can be wrong with a CONNECT proxy between an agent and its SSM: tables as those of relay_faults."""

from fault_relay import pass_as_proxy
from relay_faults import LONG_HEADER, NOT_AN_SSM, plain_http, ssh_banner


def refuses(line, body=NOT_AN_SSM, **headers):
    def fault(visitor):
        visitor.read_head()
        visitor.answer(line, body, **headers)
    return fault


def says(data, ending="close"):
    def fault(visitor):
        visitor.read_head()
        visitor.send(data)
        if ending == "reset":
            visitor.pause(0.05)
            visitor.reset()
        if ending == "silence":
            visitor.wait_for_leave()
    return fault


def endless_proxy_headers(visitor):
    visitor.read_head()
    visitor.send(b"HTTP/1.1 200 Connection established\r\n")
    while True:
        visitor.send(LONG_HEADER)


CONNECTED = b"HTTP/1.1 200 Connection established\r\n\r\n"

PROXY = {
    "refused": "refused",
    "black_hole": "black_hole",
    "400": refuses("400 Bad Request"),
    "403": refuses("403 Forbidden"),
    "404": refuses("404 Not Found"),
    "405": refuses("405 Method Not Allowed", Allow="GET"),
    "407_unknown_scheme": refuses("407 Proxy Authentication Required", Proxy_Authenticate="Negotiate"),
    "407_wrong_password": refuses("407 Proxy Authentication Required", Proxy_Authenticate='Basic realm="proxy"'),
    "407_no_scheme": refuses("407 Proxy Authentication Required"),
    "429": refuses("429 Too Many Requests", Retry_After="7200"),
    "500": refuses("500 Internal Server Error"),
    "502": refuses("502 Bad Gateway"),
    "503": refuses("503 Service Unavailable", Retry_After="10800"),
    "504": refuses("504 Gateway Timeout"),
    "302": refuses("302 Found", Location="http://portal.example.com/login"),
    "closes": says(b""),
    "resets": says(b"", "reset"),
    "garbage": says(b"\x00\x01\x02 not a proxy\r\n\r\n"),
    "ssh_banner": ssh_banner,
    "slow": says(b"", "silence"),
    "endless_headers": endless_proxy_headers,
    "connects_then_resets": says(CONNECTED, "reset"),
    "connects_then_closes": says(CONNECTED),
    "connects_then_is_silent": says(CONNECTED, "silence"),
    "connects_then_plain_http": says(CONNECTED + b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
}


# ---- a proxy that is spoken to over TLS ----

def proxy_over_tls(certificate="good", then=pass_as_proxy):
    def fault(visitor):
        visitor.start_tls(certificate)
        then(visitor)
    return fault


TLS_PROXY = {
    "plain": plain_http,
    "tls_unknown_ca": proxy_over_tls("unknown_ca"),
    "tls_wrong_host": proxy_over_tls("wrong_host"),
    "tls_expired": proxy_over_tls("expired"),
    "tls_self_signed": proxy_over_tls("self_signed"),
    "tls_403": proxy_over_tls(then=PROXY["403"]),
    "tls_407": proxy_over_tls(then=PROXY["407_wrong_password"]),
}
