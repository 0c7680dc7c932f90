"""The servers of the benchmark of sign-ins: our daemon, Redis, etcd. Each has its state below one folder, listens on a
Unix socket or on loopback, and is ended by process id.
"""

import http.client
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
import lab_rig  # noqa: E402
from load_run import Target, Turns  # noqa: E402

LIMIT = 100_000_000  # licenses that no benchmark uses up


def resident_bytes(pid):
    """Memory of a process, shared pages included."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"process {pid} has no memory: it is gone")


def answers_at(path):
    probe = socket.socket(socket.AF_UNIX)
    try:
        probe.connect(str(path))
        return True
    except OSError:
        return False
    finally:
        probe.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Child:
    """A server that is one process of ours."""

    def __init__(self, name, command, folder, is_ready):
        self.name = name
        self.log = folder / "log"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            cwd=folder)
        try:
            lab_rig.wait_for(lambda: self.process.poll() is not None or is_ready(), f"{name} ready")
            if self.process.poll() is not None:
                raise lab_rig.RigError(f"{name} did not start: {self.log.read_text(errors='replace')[-2000:]}")
        except lab_rig.RigError:
            self.close()
            raise

    @property
    def pid(self):
        return self.process.pid

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Redis(Child):
    def __init__(self, fsync, folder):
        """`fsync`: Redis' appendfsync. No snapshots and no rewriting of the log: nothing but the writes themselves."""
        folder.mkdir()
        place = folder / "redis.sock"
        command = ["redis-server", "--port", "0", "--unixsocket", place, "--dir", folder, "--appendonly", "yes",
                   "--appendfsync", fsync, "--save", "", "--auto-aof-rewrite-percentage", "0", "--daemonize", "no"]
        super().__init__(f"redis {fsync}", command, folder, lambda: answers_at(place))
        self.targets = [Target(f"redis {fsync}", "redis", place, Turns())]


class Etcd(Child):
    def __init__(self, folder):
        folder.mkdir()
        client, peer = (f"127.0.0.1:{free_port()}" for _ in range(2))
        command = ["etcd", "--data-dir", folder / "data", "--listen-client-urls", f"http://{client}",
                   "--advertise-client-urls", f"http://{client}", "--listen-peer-urls", f"http://{peer}",
                   "--initial-advertise-peer-urls", f"http://{peer}", "--initial-cluster", f"default=http://{peer}",
                   "--quota-backend-bytes", str(8 << 30), "--logger", "zap", "--log-level", "error"]
        super().__init__("etcd", command, folder, lambda: self.is_healthy(client))
        self.targets = [Target("etcd", "etcd", client, Turns())]

    @staticmethod
    def is_healthy(place):
        connection = http.client.HTTPConnection(place, timeout=1)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


class Unix(http.client.HTTPConnection):
    def __init__(self, path, timeout=60):
        super().__init__("localhost", timeout=timeout)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Ours:
    """Our daemon in real time, registered with the lab SSM."""

    def __init__(self, build, serial="bench0000001", lab_of=None):
        self.name = "ours"
        self.rig = lab_rig.Rig(build, clock=None, serial=serial, lab_of=lab_of.rig if lab_of else None)
        try:
            if not lab_of:
                self.rig.start_lab()
            self.rig.start_daemon()
            self.rig.register(standard=LIMIT, premium=LIMIT)
        except BaseException:
            self.rig.close()
            raise
        turns = Turns()
        self.product = Target("ours", "product", self.rig.run / "product.sock", turns)
        self.http = Target("ours http", "http", self.rig.socket, turns)
        self.targets = [self.product, self.http]

    @property
    def pid(self):
        return self.rig.daemon.pid

    def close(self):
        self.rig.close()

    def ask(self, method, path, body=None):
        """Status and body of an answer; OSError or HTTPException without one."""
        connection = Unix(self.rig.socket)
        try:
            connection.request(method, path, None if body is None else json.dumps(body),
                               {"Content-Type": "application/json"} if body else {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def control_licenses(self):
        """License Control without overage, with limits out of reach: each sign-in passes the admission rules."""
        limits = {"overage_allowed": False, "limits": {"standard": LIMIT, "premium": LIMIT}}
        status, text = self.ask("PUT", "/v1/license-control", limits)
        if status not in (200, 204):
            raise SystemExit(f"License Control could not be set ({status}): {text.strip()}\n"
                             "a figure without admission rules is not the product's; --no-license-control measures it")

    def seats(self):
        status, text = self.ask("GET", "/v1/status")
        if status != 200:
            raise RuntimeError(f"no status: {status} {text}")
        return sum(json.loads(text)["seats"].values())

    def restart(self, is_killed):
        """Ends the daemon, by SIGKILL or in order, starts it again, and says how many seconds passed from the start of
        the process to the first answer."""
        if is_killed:
            self.rig.kill_daemon()
        elif self.rig.stop_daemon() != 0:
            raise lab_rig.RigError("smart-agentd did not end in order: " + self.rig.log()[-2000:])
        began = time.monotonic()
        self.rig.daemon = self.rig.spawn(self.rig.daemon_command(), "daemon.log")
        while time.monotonic() < began + 60:
            try:
                if self.ask("GET", "/v1/status")[0] == 200:
                    return time.monotonic() - began
            except (OSError, http.client.HTTPException):
                time.sleep(0.002)
            if self.rig.daemon.poll() is not None:
                raise lab_rig.RigError("smart-agentd did not start again: " + self.rig.log()[-2000:])
        raise lab_rig.RigError("smart-agentd did not answer within 60 s of its start")


def put_state_below(folder):
    """Makes every temporary directory, the rig's as well, lie on the disk that is measured."""
    tempfile.tempdir = str(folder)
