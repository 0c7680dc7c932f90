"""What can go wrong on the first day: each ends in its exit code and one clear line with cause and remedy, and leaves identity,
licenses and evaluation as they were (R-REG-3)."""

import pathlib
import socket
import subprocess
import sys
import unittest

import lab_rig

BUILD = sys.argv.pop(1)


class Faults(unittest.TestCase):
    def setUp(self):
        self.rig = lab_rig.Rig(BUILD)
        self.addCleanup(self.rig.close)
        self.rig.start_lab()

    def start(self, **config):
        self.rig.write_config(**config)
        self.rig.start_daemon()

    def expect_line(self, done, code, *words):
        self.assertEqual(done.returncode, code, done.stderr + self.rig.log()[-2000:])
        lines = done.stderr.strip().splitlines()
        self.assertEqual(len(lines), 1, done.stderr)
        self.assertTrue(lines[0].startswith("error: "), lines[0])
        self.assertIn("; ", lines[0], "a remedy follows the cause")
        for word in words:
            self.assertIn(word.lower(), lines[0].lower())
        return lines[0]

    def expect_refused(self, code, *words, token=None, still="registering"):
        """Registers, expects `code` and one line, and that nothing else changed."""
        before = self.rig.status()
        done = self.rig.ctl("register", token or self.rig.token(), check=False)
        line = self.expect_line(done, code, *words)
        after = self.rig.status()
        self.assertEqual(after["registration"]["state"], still)
        self.assertIsNone(after["registration"]["instance_id"])
        self.assertEqual(after["evaluation"], before["evaluation"])
        self.assertEqual(after["authorization"]["state"], before["authorization"]["state"])
        self.assertTrue(after["registration"]["last_attempt"]["text"])
        self.assertTrue(after["registration"]["last_attempt"]["remedy"])
        if still == "registering":
            self.assertIsNotNone(after["registration"]["next_attempt_at"])
        return line

    def fault(self, **fault):
        self.rig.admin("POST", "/admin/faults", {"match": {}, "count": 1, "fault": fault})

    # ---- SSM refuses: exit 7 ----

    def test_wrong_token(self):
        self.start()
        line = self.expect_refused(7, "not valid", token="NoSuchToken123", still="unregistered")
        self.assertNotIn("NoSuchToken123", line)

    def test_expired_token(self):
        self.start()
        token = self.rig.token(expires="2026-03-01T00:00:00Z")
        self.expect_refused(7, "expired", token=token, still="unregistered")

    # ---- no way to SSM: exit 6 ----

    def test_wrong_url_path(self):
        self.start(url=self.rig.url.replace("/SmartTransport", "/elsewhere"))
        self.expect_refused(6, "404")

    def test_connection_refused(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.start(url=f"https://127.0.0.1:{port}/SmartTransport")
        self.expect_refused(6, "refused")

    def test_ssm_down(self):
        self.start()
        token = self.rig.token()
        self.rig.stop_lab()
        self.expect_refused(6, "refused", token=token)

    def test_unknown_ca(self):
        for file in (self.rig.dir / "trust.d").glob("*.pem"):
            file.unlink()
        self.start()
        self.expect_refused(6, "certificate", "trust.d")

    def test_wrong_host_name(self):
        port = self.rig.url.split(":")[2].split("/")[0]
        self.start(url=f"https://127.0.0.2:{port}/SmartTransport")
        self.expect_refused(6)

    def test_http_500(self):
        self.start()
        self.fault(kind="http_status", status=500)
        self.expect_refused(6, "500")

    # ---- an answer not to be trusted: exit 8 ----

    def test_clock_two_hours_off(self):
        self.start()
        self.rig.admin("PUT", "/admin/settings", {"clock_offset_seconds": 7200})
        self.expect_refused(8, "clock")

    def test_bad_signature(self):
        self.start()
        self.fault(kind="wrong_signature")
        self.expect_refused(8, "signature")

    def test_wrong_nonce(self):
        self.start()
        self.fault(kind="stale_nonce")
        self.expect_refused(8, "nonce")

    def test_wrong_instance(self):
        self.start()
        self.rig.register()
        self.rig.ctl("renew", "authorization")  # the one that follows a registration is over
        before = self.rig.status()
        self.fault(kind="wrong_id")
        done = self.rig.ctl("renew", "authorization", check=False)
        self.expect_line(done, 8, "instance")
        after = self.rig.status()
        self.assertEqual(after["registration"]["instance_id"], before["registration"]["instance_id"])
        self.assertEqual(after["entitlements"], before["entitlements"])

    def test_garbage(self):
        self.start()
        self.fault(kind="garbage")
        self.expect_refused(8, "json")

    # ---- here at home ----

    def test_daemon_not_running(self):
        self.rig.write_config()
        self.expect_line(self.rig.ctl("status", check=False), 75, "smart-agentd")

    def test_second_daemon_on_the_same_state(self):
        self.start()
        done = subprocess.run(self.rig.daemon_command(), capture_output=True, text=True, timeout=20)
        self.expect_line(done, 3, str(self.rig.state))

    def test_unreadable_config(self):
        self.rig.config = self.rig.dir / "missing.toml"
        done = subprocess.run(self.rig.daemon_command(), capture_output=True, text=True, timeout=20)
        self.assertEqual(done.returncode, 78, done.stderr)
        self.assertIn("missing.toml", done.stderr)

    def test_unknown_key_and_other_problems_are_all_named_with_their_places(self):
        self.rig.write_config(text='[product]\ncatalog = "uccx-12.5"\nlicense_typo = "flex"\nmax_seats = "many"\n')
        done = subprocess.run(self.rig.daemon_command("--check-config"), capture_output=True, text=True, timeout=20)
        self.assertEqual(done.returncode, 78)
        said = done.stdout + done.stderr
        self.assertIn(f"{self.rig.config}:3:", said)
        self.assertIn("license_typo", said)
        self.assertIn(f"{self.rig.config}:4:", said)
        self.assertIn("license_type", said)

    def test_usage_errors_exit_2(self):
        self.start()
        self.assertEqual(self.rig.ctl("no-such-verb", check=False).returncode, 2)
        self.assertEqual(self.rig.ctl("renew", "nothing", check=False).returncode, 2)

    def test_wrong_state_exits_3(self):
        self.start()
        self.expect_line(self.rig.ctl("deregister", "--yes", check=False), 3, "not registered")
        self.expect_line(self.rig.ctl("renew", "authorization", check=False), 3, "not registered")


if __name__ == "__main__":
    unittest.main()
