"""A product for tests: lines on the product socket (interfaces.md section 3), any number in flight, answers in order."""

import contextlib
import json
import socket


class ProductClient:
    def __init__(self, path, seconds=60):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(seconds)
        self.socket.connect(str(path))
        self.rest = b""

    def close(self):
        self.socket.close()

    def send(self, requests):
        self.socket.sendall(b"".join(json.dumps(request).encode() + b"\n" for request in requests))

    def receive(self):
        """The next answer; None once the daemon is gone (a line that was cut off is no answer)."""
        while b"\n" not in self.rest:
            try:
                got = self.socket.recv(65536)
            except ConnectionError:
                return None
            if not got:
                return None
            self.rest += got
        line, self.rest = self.rest.split(b"\n", 1)
        return json.loads(line)

    def ask(self, requests):
        self.send(requests)
        return [self.receive() for _ in requests]


def ask_health(path):
    """What comes first of the answer to GET /healthz over a connection of its own, or the error."""
    try:
        with contextlib.closing(ProductClient(path)) as client:
            client.socket.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return client.socket.recv(4096)
    except OSError as error:
        return str(error).encode()


def sign_in(seat, capabilities=("inbound_voice",)):
    return {"op": "sign_in", "id": seat, "capabilities": list(capabilities)}


def sign_out(seat):
    return {"op": "sign_out", "id": seat}
