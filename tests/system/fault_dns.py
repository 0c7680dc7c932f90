"""A name server that misbehaves as ordered, seen by one program alone.

The program is started in a mount namespace of its own (util-linux's unshare) in which /etc/resolv.conf and /etc/hosts are
private files, so nothing on the machine changes. That needs root; `why_not` says what is missing.
"""

import os
import shutil
import socket
import struct
import subprocess
import threading

ADDRESSES = [f"127.0.77.{last}" for last in range(1, 255)]  # of 127/8, where nobody else listens on port 53
KINDS = {socket.AF_INET: 1, socket.AF_INET6: 28}
NO_ERROR = 0
CODES = {"broken": 2, "missing": 3, "refused": 5, "empty": NO_ERROR}


def why_not():
    if os.geteuid() != 0:
        return "not root"
    if not shutil.which("unshare"):
        return "unshare is not installed (package util-linux)"
    if subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode != 0:
        return "mount namespaces are not allowed here"
    return None


class NameServer:
    """Answers every name alike: with `addresses`, or with `code`, or not at all (`silent`), or with nonsense (`garbage`)."""

    def __init__(self, directory, hosts="127.0.0.1 localhost\n"):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.address = next(address for address in ADDRESSES if self.is_bound_to(address))
        self.resolv_conf = directory / "resolv.conf"
        self.resolv_conf.write_text(f"nameserver {self.address}\noptions timeout:1 attempts:1\n")
        self.hosts = directory / "hosts"
        self.hosts.write_text(hosts)
        self.order(["127.0.0.1"])
        self.asked = 0
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def is_bound_to(self, address):
        try:
            self.socket.bind((address, 53))
            return True
        except OSError:
            return False

    def close(self):
        self.order("close")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as waker:
            waker.sendto(b"", (self.address, 53))
        self.thread.join()
        self.socket.close()

    def order(self, what):
        """A list of addresses, or "missing", "broken", "refused", "empty", "silent", "garbage"."""
        self.mode = what

    def prefix(self):
        """What to write before a command so that it asks this name server alone."""
        script = f"mount --bind {self.resolv_conf} /etc/resolv.conf && mount --bind {self.hosts} /etc/hosts && exec \"$@\""
        return ["unshare", "-m", "sh", "-c", script, "sh"]

    def serve(self):
        while True:
            query, peer = self.socket.recvfrom(4096)
            if self.mode == "close":
                return
            self.asked += 1
            answer = self.answer(query)
            if answer:
                self.socket.sendto(answer, peer)

    def answer(self, query):
        if self.mode == "silent":
            return None
        if self.mode == "garbage":
            return query[:2] + b"\xff" * 40
        addresses, code = ([], CODES[self.mode]) if isinstance(self.mode, str) else (self.mode, NO_ERROR)
        end = query.index(b"\0", 12) + 5  # the question: a name, its kind and class
        kind = struct.unpack("!H", query[end - 4:end - 2])[0]
        records = []
        for address in addresses:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            if KINDS[family] == kind:
                packed = socket.inet_pton(family, address)
                records.append(b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, 0, len(packed)) + packed)
        head = query[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, len(records), 0, 0)
        return head + query[12:end] + b"".join(records)
