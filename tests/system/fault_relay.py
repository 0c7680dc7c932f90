"""A server on loopback that stands before ssm-lab (or plays a CONNECT proxy) and misbehaves as ordered.

    relay = Relay(upstream=("127.0.0.1", 8443), certificates=certificates, upstream_ca="tls-ca.pem")
    relay.order(relay_faults.HTTP["404"])      # every visitor meets this from now on
    relay.order(None)                          # does its job: `harmless`, which passes bytes through unless said otherwise

A fault is a function of a Visitor. Threads: one that accepts, one for each visitor; `close` ends all of them. The port stays
the same for the relay's life, whatever it does to those who knock.
"""

import http.client
import os
import select
import socket
import ssl
import struct
import threading

LONGEST_REQUEST = 4 * 1024 * 1024
RESET = struct.pack("ii", 1, 0)


class Gone(Exception):
    """The visitor left, or the relay closes: the conversation is over."""


class BlackHole:
    """A port whose queue of connections is full: the kernel drops every further SYN, as a firewall would."""

    def __init__(self, host, port=0):
        self.family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.listener = socket.socket(self.family)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind((host, port))
        self.listener.listen(0)
        self.port = self.listener.getsockname()[1]
        self.fillers = []
        for _ in range(4):
            filler = socket.socket(self.family)
            filler.setblocking(False)
            filler.connect_ex((host, self.port))
            self.fillers.append(filler)
        select.select([], self.fillers[:1], [], 1)

    def close(self):
        for filler in self.fillers:
            filler.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            filler.close()
        self.listener.close()


class Relay:
    def __init__(self, upstream, certificates=None, upstream_ca=None, host="127.0.0.1", port=0, harmless=None):
        self.upstream = upstream
        self.certificates = certificates
        self.upstream_ca = upstream_ca
        self.host = host
        self.family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.harmless = harmless or pass_through
        self.fault = None
        self.stopping = threading.Event()
        self.visitors = set()
        self.visited = 0
        self.lock = threading.Lock()
        self.listener = None
        self.acceptor = None
        self.hole = None
        self.port = port
        self.open()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # ---- the door ----

    def open(self):
        self.listener = socket.socket(self.family)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind((self.host, self.port))
        self.listener.listen(64)
        self.port = self.listener.getsockname()[1]
        self.acceptor = threading.Thread(target=self.accept, args=(self.listener,), daemon=True)
        self.acceptor.start()

    def shut(self):
        if self.hole:
            self.hole.close()
            self.hole = None
        if self.listener:
            self.listener.shutdown(socket.SHUT_RDWR)  # wakes the accepting thread
            self.acceptor.join()
            self.listener.close()
            self.listener = None

    def accept(self, listener):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            visitor = Visitor(self, connection)
            with self.lock:
                self.visitors.add(visitor)
                self.visited += 1
            visitor.thread.start()

    def order(self, fault):
        """What every visitor meets from now on. None is no fault; "refused" and "black_hole" are about the door itself."""
        self.shut()
        self.expel()
        self.fault = None if fault in ("refused", "black_hole") else fault
        if fault == "black_hole":
            self.hole = BlackHole(self.host, self.port)
        elif fault != "refused":
            self.open()

    def expel(self):
        self.stopping.set()
        with self.lock:
            visitors = list(self.visitors)
        for visitor in visitors:
            visitor.interrupt()
            visitor.thread.join()
        self.stopping.clear()

    def close(self):
        self.shut()
        self.expel()


class Visitor:
    """One connection, with what faults are made of."""

    def __init__(self, relay, connection):
        self.relay = relay
        self.socket = connection
        self.plain = connection
        self.thread = threading.Thread(target=self.talk, daemon=True)

    def talk(self):
        try:
            (self.relay.fault or self.relay.harmless)(self)
        except (OSError, Gone, ValueError, http.client.HTTPException):
            pass  # whoever misbehaves is left early
        finally:
            self.hang_up()
            with self.relay.lock:
                self.relay.visitors.discard(self)

    def interrupt(self):
        try:
            self.plain.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def hang_up(self):
        """The end of the connection; without a TLS close_notify if TLS was spoken, as when a machine dies."""
        try:
            self.plain.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.socket.close()
        self.plain.close()

    def reset(self):
        """RST instead of FIN."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.socket.close()
        self.plain.close()
        raise Gone

    # ---- TLS ----

    def start_tls(self, certificate="good", highest=None, ciphers=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if highest:
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = highest
        # Level 0: what is too weak must be for the client to find out.
        context.set_ciphers((ciphers or "DEFAULT") + ":@SECLEVEL=0")
        context.load_cert_chain(self.relay.certificates.server(certificate))
        self.plain = os_duplicate(self.socket)
        self.socket = context.wrap_socket(self.socket, server_side=True, suppress_ragged_eofs=True)

    # ---- bytes ----

    def send(self, data):
        if self.relay.stopping.is_set():
            raise Gone
        self.socket.sendall(data)

    def pause(self, seconds):
        """Waits without noticing what the visitor does."""
        if self.relay.stopping.wait(seconds):
            raise Gone

    def wait_for_leave(self):
        while True:
            if not self.socket.recv(65536):
                raise Gone

    def read_head(self):
        data = b""
        while b"\r\n\r\n" not in data:
            more = self.socket.recv(65536)
            if not more:
                raise Gone
            data += more
            if len(data) > LONGEST_REQUEST:
                raise Gone
        head, _, rest = data.partition(b"\r\n\r\n")
        return head.decode("latin-1"), rest

    def read_request(self):
        """(head, body) of one HTTP request."""
        head, body = self.read_head()
        length = int(header(head, "Content-Length") or 0)
        while len(body) < length:
            more = self.socket.recv(65536)
            if not more:
                raise Gone
            body += more
        return head, body

    def answer(self, status, body=b"", **headers):
        """An HTTP answer that is right in form: "404 Not Found", Retry_After="7" """
        lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
                 f"Content-Length: {len(body)}", "Connection: close", "", ""]
        self.send("\r\n".join(lines).encode() + body)

    # ---- the real lab ----

    def ask_upstream(self, head, body):
        """What ssm-lab answers to this request: (status, body). It takes effect there."""
        context = ssl.create_default_context(cafile=self.relay.upstream_ca)
        connection = http.client.HTTPSConnection(*self.relay.upstream, timeout=10, context=context)
        try:
            method, target, _ = head.splitlines()[0].split(" ")
            connection.request(method, target, body, {"Content-Type": header(head, "Content-Type") or "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def splice(self, address):
        """Copies bytes both ways until either side ends."""
        with socket.create_connection(address, timeout=5) as other:
            other.settimeout(None)
            pair = {self.socket: other, other: self.socket}
            while not self.relay.stopping.is_set():
                # What a TLS layer has read already is not seen by select.
                held = [self.socket] if isinstance(self.socket, ssl.SSLSocket) and self.socket.pending() else None
                for ready in held or select.select(list(pair), [], [], 0.5)[0]:
                    data = ready.recv(65536)
                    if not data:
                        return
                    pair[ready].sendall(data)


def os_duplicate(connection):
    """The same connection a second time, so that it can be shut while a TLS layer is busy with it."""
    return socket.socket(fileno=os.dup(connection.fileno()))


def header(head, name):
    for line in head.split("\r\n")[1:]:
        found, _, value = line.partition(":")
        if found.strip().lower() == name.lower():
            return value.strip()
    return None


def pass_through(visitor):
    visitor.splice(visitor.relay.upstream)


def pass_as_proxy(visitor):
    """A CONNECT proxy that does its job."""
    head, _ = visitor.read_head()
    method, target, _ = head.splitlines()[0].split(" ")
    if method != "CONNECT":
        visitor.answer("405 Method Not Allowed", Allow="CONNECT")
        return
    host, _, port = target.rpartition(":")
    visitor.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
    visitor.splice((host.strip("[]"), int(port)))
