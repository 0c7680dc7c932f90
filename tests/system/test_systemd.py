"""The service under a booted systemd, as `cmake --install` puts it there: what service_checks.py asks of any way to install, and alarms.

Exits 77 (skipped) where no container can be booted (machine.py).
"""

import pathlib
import sys
import unittest

from machine import Machine, why_not
from service_checks import ServiceChecks

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()


class Installed(ServiceChecks, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.machine = Machine.with_installed(BUILD)
        cls.addClassCleanup(cls.machine.close)
        cls.prepare()

    def test_what_is_installed(self):
        for place in ("usr/bin/smart-agentctl", "usr/share/smart-agent/catalogs/uccx-12.5.toml",
                      "etc/smart-agent/smart-agent.toml"):
            self.assertIn(place, self.machine.installed)

    def test_an_alarm_is_found_in_the_journal(self):
        self.machine.run("systemctl", "stop", "lab")
        self.addCleanup(self.start_lab_ssm)
        self.assertEqual(self.machine.run("smart-agentctl", "renew", "authorization", check=False).returncode, 6)
        found = self.machine.run("journalctl", "--no-pager", "-o", "cat", "SMART_AGENT_ALARM=COMMUNICATION_FAILURE").stdout
        self.assertRegex(found, r"%UC_LIB_LICENSE-3-COMMUNICATION_FAILURE: %\[.*AppID=Cisco Unified CCX Cluster View Daemon\]"
                                r"\[ClusterID=\]\[NodeID=.*\]: Communication with SSM fails\.")


if __name__ == "__main__":
    reason = why_not()
    if reason:
        print(f"skipped: {reason}")
        sys.exit(77)
    unittest.main()
