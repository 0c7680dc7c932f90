"""Alarms that no event of licensing makes: of the disk, the start, the product's lines, a state that was put back. Raised and
cleared by a real cause in the real programs, their lines as docs/alarms.md has them. The other alarms: tests/alarms.
"""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import unittest

import lab_rig

BUILD = sys.argv.pop(1)
PAGE = (pathlib.Path(__file__).resolve().parents[2] / "docs" / "alarms.md").read_text()


def documented(mnemonic):
    """The pattern for lines of the system form."""
    section = PAGE.split(f"\n### {mnemonic}\n")[1].split("\n### ")[0]
    return re.compile(re.search(r"^\^%UC_.*$", section, re.M)[0])


class Site(lab_rig.Rig):
    def alarm_lines(self, mnemonic):
        return [line.split(" alarm: ", 1)[1] for line in self.log().splitlines()
                if f"-{mnemonic}: " in line and " alarm: " in line]

    def alarms(self):
        return {alarm["code"] for alarm in self.api("GET", "/v1/alarms")[1]["alarms"]}

    def try_to_start(self):
        """Exit code of a daemon that is expected to end at its start."""
        return self.spawn(self.daemon_command(), "daemon.log").wait(20)


class Alarms(unittest.TestCase):
    def expect_raised_and_cleared(self, site, mnemonic):
        raised, cleared = site.alarm_lines(mnemonic)
        self.assertRegex(raised, documented(mnemonic))
        self.assertRegex(cleared, rf"^%UC_LIB_LICENSE-6-{mnemonic}: %\[Cleared after=[0-9]+ minutes\]\[AppID=")

    def test_a_start_that_fails_is_told_once_and_cleared_by_one_that_succeeds(self):
        with Site(BUILD) as site:
            site.start_lab()
            site.write_config()
            good = site.config.read_text()
            site.start_daemon()
            site.stop_daemon()
            site.config.write_text(good.replace(f'catalog = "{site.catalog}"', 'catalog = "none"'))
            for _ in range(3):
                self.assertEqual(site.try_to_start(), 78)
            self.assertEqual(len(site.alarm_lines("SMART_AGENT_INIT_FAILURE")), 1)
            site.config.write_text(good)
            site.start_daemon()
            self.expect_raised_and_cleared(site, "SMART_AGENT_INIT_FAILURE")
            site.stop_daemon()

            database = site.state / "state.db"
            shutil.copy(database, site.dir / "kept.db")
            database.write_bytes(b"not a database" * 1000)
            self.assertEqual(site.try_to_start(), 9)
            self.assertIn("state.db", site.alarm_lines("SMART_AGENT_INIT_FAILURE")[2])
            shutil.copy(site.dir / "kept.db", database)
            site.start_daemon()
            self.assertEqual(len(site.alarm_lines("SMART_AGENT_INIT_FAILURE")), 4)

    def test_a_second_daemon_is_no_failure_of_the_first(self):
        with Site(BUILD) as site:
            site.start_lab()
            site.start_daemon()
            self.assertEqual(site.try_to_start(), 3)
            self.assertEqual(site.alarm_lines("SMART_AGENT_INIT_FAILURE"), [])

    def test_what_the_product_sends_cannot_be_read(self):
        with Site(BUILD) as site:
            site.start_lab()
            site.start_daemon()
            with socket.socket(socket.AF_UNIX) as product:
                product.settimeout(10)
                product.connect(str(site.run / "product.sock"))
                product.sendall(b"this is no request\n")
                self.assertIn(b'"ok":false', product.recv(4096))
                product.sendall(b"nor is this\n")
                self.assertIn(b'"ok":false', product.recv(4096))
                self.assertIn("LICENSE_COMPUTATION_FAILURE", site.alarms())
            lab_rig.wait_for(lambda: "LICENSE_COMPUTATION_FAILURE" not in site.alarms(), "the clear")
            self.expect_raised_and_cleared(site, "LICENSE_COMPUTATION_FAILURE")

    def test_a_state_that_was_put_back(self):
        with Site(BUILD) as site:
            site.start_lab()
            site.start_daemon()
            site.register()
            site.stop_daemon()
            note = site.state / "recovered"
            note.write_text("restored from the backup of 2026-03-01T00:00:00Z")
            note.chmod(0o600)
            site.start_daemon()
            self.assertIn("STATE_RECOVERED", site.alarms())
            site.stop_daemon()
            site.start_daemon()
            self.assertIn("STATE_RECOVERED", site.alarms())
            site.ctl("lab", "advance", "1h")
            site.ctl("renew", "authorization")
            self.assertNotIn("STATE_RECOVERED", site.alarms())
            self.assertFalse(note.exists())
            self.expect_raised_and_cleared(site, "STATE_RECOVERED")

    @unittest.skipUnless(os.geteuid() == 0 and shutil.which("mount"), "needs root to mount a small disk")
    def test_a_disk_that_is_full(self):
        with Site(BUILD) as site:
            site.start_lab()
            site.state.mkdir(mode=0o700)
            mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m,mode=0700", "tmpfs", site.state], capture_output=True)
            if mounted.returncode != 0:
                self.skipTest("tmpfs cannot be mounted here")
            try:
                site.start_daemon()
                filler = site.state / "filler"
                with open(filler, "wb", buffering=0) as file:
                    try:
                        while file.write(b"x" * 4096):
                            pass
                    except OSError:
                        pass
                for number in range(2000):  # until the log of the database has to grow
                    site.api("POST", "/v1/seats", {"id": f"agent{number}", "capabilities": ["inbound_voice"]})
                    if "STORAGE_FAILURE" in site.log():
                        break
                self.assertIn("STORAGE_FAILURE", site.alarms())
                filler.unlink()
                site.api("POST", "/v1/seats", {"id": "agent-last", "capabilities": ["inbound_voice"]})  # tries the disk
                lab_rig.wait_for(lambda: "STORAGE_FAILURE" not in site.alarms(), "the disk to be tried again")
                self.expect_raised_and_cleared(site, "STORAGE_FAILURE")
                site.stop_daemon()
            finally:
                subprocess.run(["umount", "-l", site.state], check=False)


if __name__ == "__main__":
    unittest.main()
