"""A real rsyslogd as a plain process: UDP, TCP and TLS on loopback, one JSON line a message and way.

It takes nothing from this machine (no /dev/log) and is stopped by its process id.
"""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess

import lab_rig
import tls_certificates

PROGRAM = shutil.which("rsyslogd") or "/usr/sbin/rsyslogd"
WAYS = ("udp", "tcp", "tls")

CONFIG = """
global(workDirectory="{dir}" defaultNetstreamDriverCAFile="{ca}" defaultNetstreamDriverCertFile="{certificate}"
       defaultNetstreamDriverKeyFile="{key}" maxMessageSize="16k")
module(load="imudp")
module(load="imtcp")
template(name="facts" type="list" option.jsonf="on") {{
  property(outname="way" name="inputname" format="jsonf")
  property(outname="priority" name="pri" format="jsonf")
  property(outname="time" name="timereported" dateFormat="rfc3339" format="jsonf")
  property(outname="host" name="hostname" format="jsonf")
  property(outname="app" name="app-name" format="jsonf")
  property(outname="process" name="procid" format="jsonf")
  property(outname="kind" name="msgid" format="jsonf")
  property(outname="data" name="structured-data" format="jsonf")
  property(outname="text" name="msg" format="jsonf")
}}
ruleset(name="keep") {{ action(type="omfile" file="{dir}/messages" template="facts" asyncWriting="off") }}
input(type="imudp" address="127.0.0.1" port="{udp}" name="udp" ruleset="keep")
input(type="imtcp" address="127.0.0.1" port="{tcp}" name="tcp" ruleset="keep")
input(type="imtcp" address="127.0.0.1" port="{tls}" name="tls" ruleset="keep"
      streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
"""


def why_not():
    if not pathlib.Path(PROGRAM).exists():
        return "rsyslogd is not installed (package rsyslog)"
    if not list(pathlib.Path("/usr/lib").glob("*/rsyslog/lmnsd_gtls.so")):
        return "rsyslogd cannot do TLS (package rsyslog-gnutls)"
    return None


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Rsyslog:
    def __init__(self, directory):
        self.dir = pathlib.Path(directory)
        self.dir.mkdir()
        pki = tls_certificates.Certificates(self.dir / "pki")
        certificate = pki.server("good").with_name("server-good.pem")
        key = certificate.with_suffix(".key")
        self.ca = pki.authority("trusted")
        self.ports = {"udp": free_port(socket.SOCK_DGRAM), "tcp": free_port(socket.SOCK_STREAM), "tls": free_port(socket.SOCK_STREAM)}
        self.config = self.dir / "rsyslog.conf"
        self.config.write_text(CONFIG.format(dir=self.dir, ca=self.ca, certificate=certificate, key=key, **self.ports))
        self.process = None

    def servers(self, *ways):
        return [f"{way}://127.0.0.1:{self.ports[way]}" for way in ways or WAYS]

    def start(self):
        with open(self.dir / "rsyslogd.log", "ab") as log:
            self.process = subprocess.Popen([PROGRAM, "-n", "-f", self.config, "-i", self.dir / "pid"], stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log, env={**os.environ, "LC_ALL": "C"})
        lab_rig.wait_for(self.listens, lambda: "rsyslogd listening: " + (self.dir / "rsyslogd.log").read_text())

    def listens(self):
        if self.process.poll() is not None:
            raise lab_rig.RigError("rsyslogd did not start: " + (self.dir / "rsyslogd.log").read_text())
        for way in ("tcp", "tls"):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.ports[way])) != 0:
                    return False
        return True

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.kill()

    def messages(self, way=None):
        """What has arrived, in order; a line that is still being written is left out."""
        path = self.dir / "messages"
        text = path.read_text(errors="replace") if path.exists() else ""
        found = [json.loads(line) for line in text.split("\n")[:-1]]
        return [message for message in found if way in (None, message["way"])]
