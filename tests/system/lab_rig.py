"""Starts the real programs for a demonstration or a test: ssm-lab, smart-agentd, smart-agentctl.

Everything lies in one temporary directory, listens on loopback alone, and is stopped by process id.
"""

import datetime
import http.client
import json
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

START_SECONDS = 20


class RigError(Exception):
    """A program did not start or answered something that the rig cannot go on with."""


def wait_for(condition, what, seconds=START_SECONDS):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        result = condition()
        if result:
            return result
        time.sleep(0.01)
    raise RigError(f"{what() if callable(what) else what} did not happen within {seconds} s")


def urls_of(listen):
    """All Smart Transport URLs of a listen.json, in the order of --listen."""
    return listen.get("urls", [listen["url"]])


class Rig:
    def __init__(self, build, catalog="uccx-12.5", clock="2026-03-02T00:00:00Z", policy="", extra="", lab_options=(),
                 listen=("127.0.0.1:0",), serial="059d8a992467", lab_of=None):
        """`lab_of`: a rig whose lab SSM is used, so that this one has a daemon of its own alone.

        `clock`: where the lab time of both begins; None: they run in real time, as they do when installed.
        """
        self.build = build = pathlib.Path(build).resolve()
        self.repo = pathlib.Path(__file__).resolve().parents[2]
        self.daemon_binary = build / "daemon" / "app" / "smart-agentd"
        self.ctl_binary = build / "daemon" / "cli" / "smart-agentctl"
        self.lab_binary = build / "tests" / "lab" / "ssm-lab"
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="smart-agent-rig-"))
        self.state = self.dir / "state"
        self.run = self.dir / "run"
        self.ssm_dir = self.dir / "ssm"
        self.config = self.dir / "smart-agent.toml"
        self.socket = self.run / "control.sock"
        self.catalog = catalog
        self.clock = clock
        self.policy = policy
        self.extra = extra
        self.lab_options = list(lab_options)
        self.listen = list(listen)
        self.serial = serial
        self.lab = None
        self.daemon = None
        self.run.mkdir()
        if lab_of:
            self.ssm_dir = lab_of.ssm_dir
            self.learn_of_lab()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        for process in (self.daemon, self.lab):
            if process and process.poll() is None:
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        shutil.rmtree(self.dir, ignore_errors=True)

    def lab_clock(self):
        return ["--lab-clock", f"manual:{self.clock}"] if self.clock else []

    def spawn(self, command, log):
        with open(self.dir / log, "ab") as errors:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)

    # ---- the lab SSM ----

    def start_lab(self):
        listen = self.ssm_dir / "listen.json"
        old = json.loads(listen.read_text()) if listen.exists() else None
        if listen.exists():
            listen.unlink()
        address = lambda url: url.split("//")[1].split("/")[0]
        listens = [address(url) for url in urls_of(old)] if old else self.listen
        command = [self.lab_binary, *(option for place in listens for option in ("--listen", place)),
                   "--admin", address(old["admin"]) if old else "127.0.0.1:0",
                   "--state-dir", self.ssm_dir, *self.lab_clock(), *self.lab_options]
        self.lab = self.spawn(command, "ssm.log")
        wait_for(lambda: listen.exists() or self.lab.poll() is not None, "ssm-lab ready")
        if self.lab.poll() is not None:
            raise RigError("ssm-lab did not start: " + (self.dir / "ssm.log").read_text())
        self.learn_of_lab()

    def learn_of_lab(self):
        said = json.loads((self.ssm_dir / "listen.json").read_text())
        self.url, self.urls, self.admin_url = said["url"], urls_of(said), said["admin"]
        for name, source in (("trust.d", "tls-ca.pem"), ("ssm-roots.d", "ssm-root.pem"),
                               ("ssm-roots.d", "reservation-signer.pem")):
            (self.dir / name).mkdir(exist_ok=True)
            shutil.copy(self.ssm_dir / source, self.dir / name / source)

    def stop_lab(self):
        self.lab.terminate()
        self.lab.wait(10)

    def admin(self, method, path, body=None):
        token = (self.ssm_dir / "admin-token").read_text().strip()
        request = urllib.request.Request(self.admin_url + path, method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                text = answer.read()
                return json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            raise RigError(f"ssm-lab answered {error.code} to {method} {path}: {error.read().decode()}") from error

    def token(self, **options):
        return self.admin("POST", "/admin/tokens", {"virtual_account": "Default", **options})["token"]

    def set_pools(self, **counts):
        """Buys by short names ("standard", "premium", "server"); premium covers standard."""
        tags = {row["name"]: row["tag"] for row in self.status()["entitlements"]}
        self.admin("PUT", "/admin/accounts/Default/pools",
                   {"pools": {tags[name]: count for name, count in counts.items()},
                    "covers": {tags["premium"]: [tags["standard"]]}})

    # ---- the daemon ----

    def write_config(self, url=None, text=None, transport=None):
        """`transport` stands for the whole [transport] table and those below it; `text` for the whole file."""
        transport = transport or f"""[transport]
route = "gateway"
url = "{url or self.url}"
connect_timeout_seconds = 2
total_timeout_seconds = 5"""
        self.config.write_text(text if text is not None else f"""
[product]
catalog = "{self.catalog}"
license_type = "flex"
serial = "{self.serial}"

{transport}

[trust]
system_store = false
tls_ca_dir = "{self.dir / 'trust.d'}"
ssm_root_dir = "{self.dir / 'ssm-roots.d'}"

[policy]
report_spread_seconds = 0
{self.policy}

[log]
target = "stderr"

{self.lab_section() if self.clock else ""}
{self.extra}
""")

    def lab_section(self):
        return f"""[lab]
ssm_admin = "{self.admin_url}"
admin_token_file = "{self.ssm_dir / 'admin-token'}"
"""

    def daemon_command(self, *options):
        lab = ["--lab", "--lab-seed", "1", *self.lab_clock()] if self.clock else []
        return [self.daemon_binary, "--config", self.config, "--state-dir", self.state, "--runtime-dir", self.run,
                "--catalog-dir", self.repo / "etc" / "catalogs", *lab, *options]

    def start_daemon(self, *options):
        if not self.config.exists():
            self.write_config()
        self.daemon = self.spawn(self.daemon_command(*options), "daemon.log")
        question = ("lab", "clock") if self.clock else ("status",)
        wait_for(lambda: self.daemon.poll() is not None or self.ctl(*question, check=False).returncode == 0,
                 "smart-agentd ready")
        if self.daemon.poll() is not None:
            raise RigError("smart-agentd did not start: " + self.log())

    def kill_daemon(self):
        self.daemon.send_signal(signal.SIGKILL)
        self.daemon.wait()

    def stop_daemon(self):
        self.daemon.terminate()
        return self.daemon.wait(10)

    def log(self):
        path = self.dir / "daemon.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def ctl(self, *arguments, check=True, timeout=120, **options):
        command = [self.ctl_binary, "--socket", self.socket, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL, **options)
        if check and done.returncode != 0:
            raise RigError(f"smart-agentctl {' '.join(map(str, arguments))}: exit {done.returncode}: {done.stderr.strip()}")
        return done

    def api(self, method, path, body=None, seconds=60):
        """Status and JSON of the local API."""
        connection = http.client.HTTPConnection("localhost", timeout=seconds)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(seconds)
        try:
            connection.sock.connect(str(self.socket))
            connection.request(method, path, None if body is None else json.dumps(body))
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else None
        finally:
            connection.close()

    def lab_now(self):
        """The daemon's lab clock, or None while there is no daemon to ask."""
        connection = http.client.HTTPConnection("localhost", timeout=1)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(1)
        try:
            connection.sock.connect(str(self.socket))
            connection.request("GET", "/v1/lab/clock")
            return datetime.datetime.fromisoformat(json.load(connection.getresponse())["now"].replace("Z", "+00:00"))
        except (OSError, http.client.HTTPException, ValueError, KeyError):
            return None
        finally:
            connection.close()

    def status(self):
        return json.loads(self.ctl("status", "--json").stdout)

    def register(self, standard=60, premium=40):
        self.set_pools(standard=standard, premium=premium, server=1)
        return self.ctl("register", self.token())
