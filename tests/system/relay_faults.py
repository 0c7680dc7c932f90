"""What can be wrong between an agent and its SSM, by layer: tables from a name to what a visitor of fault_relay meets."""

import email.utils
import gzip
import ssl
import time

MEGABYTE = 1024 * 1024
NOT_AN_SSM = b"<!DOCTYPE html><html><head><title>Welcome</title></head><body>It works!</body></html>"


# ---- TCP: "refused" and "black_hole" are orders to the relay itself ----

def reset_before_tls(visitor):
    visitor.reset()


def reset_in_handshake(visitor):
    visitor.socket.recv(1)  # the beginning of the ClientHello
    visitor.reset()


def close_in_handshake(visitor):
    visitor.socket.recv(65536)


def silent_before_tls(visitor):
    visitor.wait_for_leave()


def reset_after_handshake(visitor):
    visitor.start_tls()
    visitor.reset()


def reset_after_request_head(visitor):
    visitor.start_tls()
    visitor.read_head()
    visitor.reset()


def reset_after_request(visitor):
    visitor.start_tls()
    visitor.read_request()
    visitor.reset()


def close_after_request(visitor):
    visitor.start_tls()
    visitor.read_request()


def half_of_the_answer(visitor):
    """The request takes effect at the SSM, and the connection breaks in the middle of what it answers."""
    visitor.start_tls()
    status, body = visitor.ask_upstream(*visitor.read_request())
    visitor.send(f"HTTP/1.1 {status} OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body[:len(body) // 2])


def reset_in_the_answer(visitor):
    visitor.start_tls()
    status, body = visitor.ask_upstream(*visitor.read_request())
    visitor.send(f"HTTP/1.1 {status} OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body[:len(body) // 2])
    visitor.pause(0.05)  # or the reset overtakes the half
    visitor.reset()


TCP = {"refused": "refused", "black_hole": "black_hole"}
for fault in (reset_before_tls, reset_in_handshake, close_in_handshake, silent_before_tls, reset_after_handshake,
              reset_after_request_head, reset_after_request, close_after_request, half_of_the_answer, reset_in_the_answer):
    TCP[fault.__name__] = fault


# ---- TLS ----

def relayed(**tls):
    """A server with another certificate or TLS, and the real SSM behind it: it answers whoever accepts that."""
    def fault(visitor):
        visitor.start_tls(**tls)
        status, body = visitor.ask_upstream(*visitor.read_request())
        visitor.answer(f"{status} From the SSM", body, Content_Type="application/json")
    return fault


def plain_http(visitor):
    visitor.socket.recv(65536)
    visitor.answer("400 Bad Request", b"You speak TLS to a plain port.\n", Content_Type="text/plain")


def ssh_banner(visitor):
    visitor.send(b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n")
    visitor.wait_for_leave()


def random_bytes(visitor):
    visitor.socket.recv(65536)
    visitor.send(bytes(range(128, 256)) * 8)
    visitor.wait_for_leave()


TLS = {name: relayed(certificate=name) for name in (
    "good", "san_dns", "san_ip", "cn_name", "cn_address", "expired", "hours_early", "days_early", "wrong_host", "wrong_cn",
    "unknown_ca", "impostor_ca", "self_signed", "weak_key", "weak_digest", "ca_without_flag", "missing_intermediate",
    "with_intermediate", "expired_intermediate", "wrong_purpose")}
TLS["tls_1_1_only"] = relayed(highest=ssl.TLSVersion.TLSv1_1)
TLS["no_shared_cipher"] = relayed(highest=ssl.TLSVersion.TLSv1_2, ciphers="eNULL")
TLS["plain_http"] = plain_http
TLS["ssh_banner"] = ssh_banner
TLS["random_bytes"] = random_bytes


# ---- HTTP ----

def over_tls(talk):
    """The fault of a server whose TLS is good: it has read the request when it begins."""
    def fault(visitor):
        visitor.start_tls()
        visitor.request = visitor.read_request()
        talk(visitor)
    return fault


def status(line, body=NOT_AN_SSM, **headers):
    return over_tls(lambda visitor: visitor.answer(line, body, **headers))


def verbatim(*parts):
    """Exactly these bytes, then the end of the connection."""
    def talk(visitor):
        for part in parts:
            visitor.send(part)
    return over_tls(talk)


def and_then_nothing(data):
    """These bytes, and then neither more nor an end."""
    def talk(visitor):
        visitor.send(data)
        visitor.wait_for_leave()
    return over_tls(talk)


def for_ever(beginning, again, seconds=0):
    def talk(visitor):
        visitor.send(beginning)
        while True:
            visitor.send(again)
            if seconds:
                visitor.pause(seconds)
    return over_tls(talk)


def retry_at_date(visitor):
    visitor.answer("429 Too Many Requests", Retry_After=email.utils.formatdate(time.time() + 7200, usegmt=True))


def one_gigabyte(visitor):
    visitor.send(f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {1024 * MEGABYTE}\r\n\r\n".encode())
    block = b" " * MEGABYTE
    for _ in range(1024):
        visitor.send(block)


def gzip_bomb(visitor):
    """Half a megabyte that unpacks to 512: sent although nobody asked for compression."""
    pieces = gzip.compress(bytes(64 * MEGABYTE), 9) * 8
    visitor.answer("200 OK", pieces, Content_Type="application/json", Content_Encoding="gzip")


def http_1_0(visitor):
    code, body = visitor.ask_upstream(*visitor.request)
    visitor.send(f"HTTP/1.0 {code} OK\r\nContent-Type: application/json\r\n\r\n".encode() + body)


def chunked_and_length(visitor):
    """Both framings at once, as a request smuggler would; chunked is the one that counts (RFC 9112)."""
    code, body = visitor.ask_upstream(*visitor.request)
    visitor.send(f"HTTP/1.1 {code} OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                 f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n")


HTML = {"Content_Type": "text/html"}
OK_CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
LONG_HEADER = b"X-Padding: " + b"x" * 1000 + b"\r\n"

HTTP = {
    "204": status("204 No Content", b""),
    "206": status("206 Partial Content", **HTML),
    "301": status("301 Moved Permanently", Location="https://elsewhere.example.com/"),
    "302": status("302 Found", Location="/login"),
    "307": status("307 Temporary Redirect", Location="http://127.0.0.1:1/"),
    "400": status("400 Bad Request", **HTML),
    "401": status("401 Unauthorized", WWW_Authenticate='Basic realm="portal"'),
    "403": status("403 Forbidden", **HTML),
    "404": status("404 Not Found", **HTML),
    "405": status("405 Method Not Allowed", Allow="GET"),
    "407": status("407 Proxy Authentication Required", Proxy_Authenticate='Basic realm="captive"'),
    "408": status("408 Request Timeout", **HTML),
    "413": status("413 Content Too Large", **HTML),
    "418": status("418 I'm a teapot", **HTML),
    "429_seconds": status("429 Too Many Requests", Retry_After="7200"),
    "429_date": over_tls(retry_at_date),
    "429_a_year": status("429 Too Many Requests", Retry_After="31536000"),
    "429_overflow": status("429 Too Many Requests", Retry_After="999999999999999999999"),
    "429_nonsense": status("429 Too Many Requests", Retry_After="soon"),
    "500": status("500 Internal Server Error", **HTML),
    "502": status("502 Bad Gateway", **HTML),
    "503": status("503 Service Unavailable", Retry_After="10800"),
    "504": status("504 Gateway Timeout", **HTML),
    "999": status("999 Request Denied", **HTML),
    "101": verbatim(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"),
    "200_empty": status("200 OK", b""),
    "200_html": status("200 OK", **HTML),
    "garbage_status_line": verbatim(b"HTTZ/7.7 fine\r\n\r\n"),
    "no_http_at_all": verbatim(b"\x00\x01\x02\x03 what would you like to know?"),
    "header_bomb": verbatim(b"HTTP/1.1 200 OK\r\n", *[LONG_HEADER] * 3000, b"\r\n"),
    "endless_headers": for_ever(b"HTTP/1.1 200 OK\r\n", LONG_HEADER),
    "slow_headers": for_ever(b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n", seconds=0.1),
    "content_length_too_long": verbatim(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"signature\":"),
    "content_length_negative": verbatim(b"HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\n{}"),
    "broken_chunk": verbatim(OK_CHUNKED + b"zz\r\n{}\r\n"),
    "last_chunk_missing": verbatim(OK_CHUNKED + b"2\r\n{}\r\n"),
    "one_gigabyte": over_tls(one_gigabyte),
    "endless_chunks": for_ever(OK_CHUNKED, b"10000\r\n" + b" " * 0x10000 + b"\r\n"),
    "one_byte_a_second": for_ever(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" ", seconds=1),
    "gzip_bomb": over_tls(gzip_bomb),
    "continue_for_ever": for_ever(b"", b"HTTP/1.1 100 Continue\r\n\r\n", seconds=0.01),
    "no_answer": and_then_nothing(b""),
    "answer_then_no_end": and_then_nothing(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}"),
    "half_a_header": and_then_nothing(b"HTTP/1.1 200 OK\r\nContent-Ty"),
}

# Odd, but within what an agent must accept.
HARMLESS = {
    "http_1_0": over_tls(http_1_0),
    "chunked_and_length": over_tls(chunked_and_length),
}
