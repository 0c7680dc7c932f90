"""The service under a booted systemd: install, start, register, be killed, alarm (issue: first service form).

Exits 77 (skipped) where no container can be booted (machine.py).
"""

import json
import pathlib
import sys
import time
import unittest

from machine import Machine, why_not

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
LAB = "/run/lab"


class Service(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.machine = Machine.with_installed(BUILD)
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
