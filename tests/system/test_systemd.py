"""The service under a booted systemd: install, start, register, be killed, alarm (issue: first service form).

A container is booted on this machine's own /usr (read-only) with a fresh everything else, without network but loopback. Needs
root, systemd-nspawn and a systemd on the machine; exits 77 (skipped) where they are missing.
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
LAB = "/run/lab"


def why_not():
    if os.geteuid() != 0:
        return "not root"
    for program in ("systemd-nspawn", "nsenter"):
        if not shutil.which(program):
            return f"{program} is not installed (package systemd-container)"
    if not pathlib.Path("/lib/systemd/systemd").exists():
        return "no systemd on this machine (package systemd-sysv)"
    return None


class Machine:
    """A booted container, entered by its leader's process id."""

    def __init__(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="smart-agent-nspawn-"))
        stage = self.dir / "stage"
        subprocess.run(["cmake", "--install", BUILD, "--prefix", "/usr"], check=True, capture_output=True,
                       env={**os.environ, "DESTDIR": str(stage)})
        self.installed = sorted(str(path.relative_to(stage)) for path in stage.rglob("*") if path.is_file())
        # Whatever else is installed here stays off: an empty /etc would enable it all by preset.
        presets = self.dir / "presets"
        presets.mkdir()
        (presets / "00-nothing.preset").write_text("disable *\n")
        command = ["systemd-nspawn", "--quiet", "--directory=/", "--volatile=yes", "--register=no", "--keep-unit",
                   "--console=pipe", "--private-network", f"--overlay-ro=/usr:{stage}/usr:/usr",
                   f"--bind={stage}/etc/smart-agent:/etc/smart-agent", f"--bind-ro={BUILD}:/run/build",
                   f"--bind-ro={presets}:/etc/systemd/system-preset",
                   "--setenv=SYSTEMD_FIRSTBOOT=0", "--boot"]
        self.log = open(self.dir / "boot.log", "wb")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
                                        start_new_session=True)
        try:
            self.leader = self.wait(self.find_leader, "the container's systemd")
            self.wait(self.has_booted, "the container to boot")
        except BaseException:
            self.close()
            raise

    def has_booted(self):
        return self.run("systemctl", "is-system-running", check=False).stdout.strip() in ("running", "degraded")

    def find_leader(self):
        children = subprocess.run(["ps", "-o", "pid=,comm=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        for line in children.stdout.splitlines():
            pid, name = line.split(None, 1)
            if name == "systemd":
                return int(pid)
        return None

    def wait(self, condition, what, seconds=30):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError("the container ended: " + (self.dir / "boot.log").read_text(errors="replace"))
            result = condition()
            if result:
                return result
            time.sleep(0.1)
        raise AssertionError(f"waited {seconds} s in vain for {what}")

    def run(self, *command, check=True):
        done = subprocess.run(["nsenter", "-t", str(self.leader), "-a", *map(str, command)], capture_output=True, text=True,
                              timeout=60)
        if check and done.returncode != 0:
            journal = subprocess.run(["nsenter", "-t", str(self.leader), "-a", "journalctl", "-u", "smart-agentd", "--no-pager"],
                                     capture_output=True, text=True)
            raise AssertionError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}\n{journal.stdout[-3000:]}")
        return done

    def shell(self, script, check=True):
        return self.run("sh", "-c", script, check=check)

    def close(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.log.close()
        shutil.rmtree(self.dir, ignore_errors=True)


class Service(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.machine = Machine()
        cls.addClassCleanup(cls.machine.close)

    def status(self):
        return json.loads(self.machine.run("smart-agentctl", "status", "--json").stdout)

    def start_lab_ssm(self):
        self.machine.shell(f"systemd-run --quiet --unit=lab /run/build/tests/lab/ssm-lab --listen 127.0.0.1:8443 "
                           f"--admin 127.0.0.1:8444 --state-dir {LAB}")
        self.machine.wait(lambda: self.machine.shell(f"test -e {LAB}/listen.json", check=False).returncode == 0, "ssm-lab")

    def configure(self):
        self.machine.shell(f"cp {LAB}/tls-ca.pem /etc/smart-agent/trust.d/ && cp {LAB}/ssm-root.pem /etc/smart-agent/ssm-roots.d/")
        self.machine.shell("""cat > /etc/smart-agent/smart-agent.toml <<'EOF'
[product]
catalog = "uccx-12.5"
license_type = "flex"
serial = "059d8a992467"
[transport]
route = "gateway"
url = "https://127.0.0.1:8443/SmartTransport"
EOF""")

    def test_a_first_day_as_a_service(self):
        machine = self.machine
        for place in ("usr/bin/smart-agentctl", "usr/share/smart-agent/catalogs/uccx-12.5.toml",
                      "etc/smart-agent/smart-agent.toml"):
            self.assertIn(place, machine.installed)
        self.start_lab_ssm()
        self.configure()

        machine.run("systemctl", "restart", "smart-agentd")
        shown = machine.run("systemctl", "status", "--no-pager", "smart-agentd").stdout
        self.assertIn("Active: active (running)", shown)
        self.assertRegex(shown, r'Status: ".*[Uu]nregistered')
        self.assertEqual(machine.shell("stat -c '%U %a' /var/lib/smart-agent").stdout.split(), ["smart-agent", "700"])
        self.assertEqual(machine.shell("stat -c '%a' /run/smart-agent/control.sock").stdout.strip(), "666")

        token = machine.run("/run/build/tests/lab/ssm-lab", "demo-token", "--state-dir", LAB).stdout.strip()
        machine.run("smart-agentctl", "register", token)
        self.assertEqual(self.status()["registration"]["state"], "registered")
        machine.wait(lambda: "egistered" in machine.run("systemctl", "status", "--no-pager", "smart-agentd").stdout, "the state line")

        instance = self.status()["registration"]["instance_id"]
        machine.run("systemctl", "kill", "--signal=SIGKILL", "smart-agentd")
        machine.wait(lambda: machine.run("systemctl", "show", "-P", "NRestarts", "smart-agentd").stdout.strip() == "1", "the restart")
        machine.wait(lambda: machine.run("smart-agentctl", "status", check=False).returncode == 0, "the daemon to answer")
        self.assertEqual(self.status()["registration"]["instance_id"], instance)

        machine.run("systemctl", "stop", "lab")
        self.assertEqual(machine.run("smart-agentctl", "renew", "authorization", check=False).returncode, 6)
        found = machine.run("journalctl", "--no-pager", "-o", "cat", "SMART_AGENT_ALARM=COMMUNICATION_FAILURE").stdout
        self.assertRegex(found, r"%UC_LIB_LICENSE-3-COMMUNICATION_FAILURE: %\[.*AppID=Cisco Unified CCX Cluster View Daemon\]"
                                r"\[ClusterID=\]\[NodeID=.*\]: Communication with SSM fails\.")

        begun = time.monotonic()
        machine.run("systemctl", "stop", "smart-agentd")
        self.assertLess(time.monotonic() - begun, 5)
        result = machine.run("systemctl", "show", "-P", "Result", "smart-agentd").stdout.strip()
        self.assertEqual(result, "success")


if __name__ == "__main__":
    reason = why_not()
    if reason:
        print(f"skipped: {reason}")
        sys.exit(77)
    unittest.main()
