"""One program of the system, started in the foreground without its service and without its configuration in /etc."""

import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time

START_SECONDS = 30
LOOPBACK = {4: "127.0.0.1", 6: "::1"}
LOG_TAIL_CHARACTERS = 2000


class ProgramError(Exception):
    """A program is not installed or did not start; the text says what it wrote."""


def bracketed(host):
    return f"[{host}]" if ":" in host else host


def authority(family, port):
    """As it stands in a URL: "127.0.0.1:8080", "[::1]:8080"."""
    return f"{bracketed(LOOPBACK[family])}:{port}"


def has_ipv6():
    """Whether this machine's loopback knows ::1; containers often do not."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind((LOOPBACK[6], 0))
    except OSError:
        return False
    return True


def accepts(family, port):
    with socket.socket(socket.AF_INET6 if family == 6 else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK[family], port)) == 0


def free_port():
    """A port that is free on 127.0.0.1 and on ::1, below the range that the kernel gives to outgoing connections."""
    for _ in range(200):
        port = random.randrange(20000, 32000)
        try:
            for family in (socket.AF_INET, socket.AF_INET6):
                with socket.socket(family) as probe:
                    probe.bind((LOOPBACK[6 if family == socket.AF_INET6 else 4], port))
        except OSError:
            continue
        return port
    raise ProgramError("no free port between 20000 and 32000")


class Program:
    """Listens on one port of 127.0.0.1 and ::1. A subclass names the program and writes its configuration."""

    name = ""        # as an operator calls it
    executable = ""  # as it is looked up
    user = None      # who must be able to write into the directory, when started by root
    families = (4, 6)
    patience_seconds = 1.5  # between SIGTERM and SIGKILL

    def __init__(self):
        path = self.found()
        if not path:
            raise ProgramError(f"{self.executable} is not installed")
        self.path = path
        self.port = free_port()
        self.process = None
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix=f"smart-agent-{self.name}-"))

    @classmethod
    def found(cls):
        return shutil.which(cls.executable, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.close()

    # ---- what a subclass says ----

    def configure(self):
        """Writes the configuration into self.dir."""
        raise NotImplementedError

    def command(self):
        raise NotImplementedError

    def access_log(self):
        """What went through: one line an event, oldest first, whole file."""
        raise NotImplementedError

    # ---- life ----

    def start(self):
        """Also starts it again after kill(), on the same port."""
        self.configure()
        if self.user and os.geteuid() == 0:
            for path in (self.dir, *self.dir.iterdir()):
                shutil.chown(path, self.user)
        with open(self.dir / "output.log", "ab") as output:
            self.process = subprocess.Popen([str(part) for part in self.command()], stdin=subprocess.DEVNULL, stdout=output,
                                            stderr=output, cwd=self.dir, start_new_session=True)
        deadline = time.monotonic() + START_SECONDS
        while not all(accepts(family, self.port) for family in self.families):
            if self.process.poll() is not None or time.monotonic() > deadline:
                said = self.said()
                self.close()
                raise ProgramError(f"{self.name} did not start: {said}")
            time.sleep(0.02)
        return self

    def kill(self):
        """As a machine that dies: no goodbye to anybody. Its children, such as password checkers, go with it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(self.patience_seconds)
            except subprocess.TimeoutExpired:
                self.kill()

    def close(self):
        self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)

    # ---- for assertions and their texts ----

    def read(self, file):
        path = self.dir / file
        return path.read_text(errors="replace") if path.exists() else ""

    def said(self):
        """The end of each log, for the text of a failure."""
        logs = sorted(self.dir.glob("*.log"))
        return "\n".join(f"{log.name}: {self.read(log.name)[-LOG_TAIL_CHARACTERS:]}" for log in logs)

    def answer_to_connect(self, family, target):
        """The status of a CONNECT without credentials: proves that a proxy asks for them."""
        with socket.create_connection((LOOPBACK[family], self.port), timeout=5) as connection:
            connection.sendall(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
            line = connection.makefile("rb").readline().split()
        return int(line[1]) if len(line) > 1 else None
