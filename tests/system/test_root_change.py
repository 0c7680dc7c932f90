"""SSM moves to a new TLS CA and a new root of its signatures (wire P13). Told in band before: nothing is noticed. Not told: the
alarm names the new issuer, and its certificate in the folder heals it. Neither needs a restart."""

import shutil
import subprocess
import sys
import unittest

import fault_drill

BUILD = sys.argv.pop(1)


def name_of(certificate):
    done = subprocess.run(["openssl", "x509", "-in", certificate, "-noout", "-subject", "-nameopt", "multiline"],
                          capture_output=True, text=True, check=True)
    return next(line.split("= ")[1] for line in done.stdout.splitlines() if "commonName" in line)


class RootChange(unittest.TestCase):
    def setUp(self):
        self.rig = fault_drill.Drill(BUILD)
        self.addCleanup(self.rig.close)
        self.rig.begin()
        self.process = self.rig.daemon.pid
        self.begun = self.rig.last_event()

    def rotate(self, step):
        self.rig.admin("PUT", "/admin/settings", {"rotate_trust_root": step})

    def report_for_an_hour(self):
        """Four scheduled reports, then one exchange that somebody asked for."""
        self.rig.ctl("lab", "advance", "1h")
        return self.rig.ctl("renew", "authorization", check=False)

    def expect_no_failure(self):
        self.assertEqual(self.rig.alarm_edges(self.begun), [])
        failed = [event for event in self.rig.events(self.begun) if "FAIL" in event["name"]]
        self.assertEqual(failed, [])
        self.assertEqual(self.rig.status()["outbox_rows"], 0)

    def anchors(self):
        return (self.rig.ssm_dir / "tls-ca.pem").read_bytes(), (self.rig.ssm_dir / "ssm-root.pem").read_bytes()

    def test_announced(self):
        before = self.anchors()
        self.assertEqual(self.report_for_an_hour().returncode, 0)
        self.rotate("announce")
        self.assertEqual(self.report_for_an_hour().returncode, 0)
        self.rotate("switch")
        self.assertNotEqual(self.anchors(), before)
        self.assertNotEqual(self.anchors()[0], before[0])
        self.assertNotEqual(self.anchors()[1], before[1])
        for _ in range(3):
            done = self.report_for_an_hour()
            self.assertEqual(done.returncode, 0, done.stderr)
        done = self.rig.ctl("renew", "registration", check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.expect_no_failure()
        self.assertIsNone(self.rig.daemon.poll())
        self.assertEqual(self.rig.daemon.pid, self.process)

        # What was told is kept: a restart, and a second change, find it.
        self.rig.restart_daemon()
        self.assertEqual(self.report_for_an_hour().returncode, 0)
        self.rotate("announce")
        self.assertEqual(self.report_for_an_hour().returncode, 0)
        self.rotate("switch")
        self.assertEqual(self.report_for_an_hour().returncode, 0)
        self.expect_no_failure()

    def test_every_report_arrives_once(self):
        self.rotate("announce")
        self.assertEqual(self.report_for_an_hour().returncode, 0)
        self.rotate("switch")
        self.assertEqual(self.report_for_an_hour().returncode, 0)
        reports = [report for instance in self.rig.admin("GET", "/admin/usage")["instances"] for report in instance["reports"]]
        self.assertGreater(len(reports), 8)
        self.assertEqual({report["times_received"] for report in reports}, {1})

    def test_announced_but_missed(self):
        """Announced while the agent could not be told, and switched: as without an announcement."""
        self.rotate(True)
        self.expect_unknown_issuer_then_heal()

    def test_not_announced(self):
        self.rotate("switch")
        self.expect_unknown_issuer_then_heal()

    def expect_unknown_issuer_then_heal(self):
        tls_ca, root = self.rig.ssm_dir / "tls-ca.pem", self.rig.ssm_dir / "ssm-root.pem"
        before = self.rig.licenses()
        self.expect_failure("tls_unknown_issuer", name_of(tls_ca), "trust.d")
        shutil.copy(tls_ca, self.rig.dir / "trust.d" / "new-tls-ca.pem")
        self.expect_failure("signature_unknown_root", "ssm-roots.d")
        shutil.copy(root, self.rig.dir / "ssm-roots.d" / "new-root.pem")
        self.assertEqual(self.rig.licenses(), before)

        done = self.rig.ctl("renew", "authorization", check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.rig.alarm_edges(self.begun), [("COMMUNICATION_FAILURE", "raised"), ("COMMUNICATION_FAILURE", "cleared")])
        self.assertEqual(self.rig.status()["entitlements"], before["entitlements"])
        self.assertEqual(self.rig.daemon.pid, self.process)
        self.assertIsNone(self.rig.daemon.poll())

    def expect_failure(self, code, *words):
        done = self.rig.ctl("renew", "authorization", check=False)
        status = self.rig.status()
        attempt = status["authorization"]["last_attempt"]
        self.assertEqual(attempt["code"], code, attempt)
        alarm = next(alarm for alarm in status["alarms"] if alarm["code"] == "COMMUNICATION_FAILURE")
        for word in words:
            self.assertIn(word, done.stderr)
            self.assertIn(word, alarm["text"])


if __name__ == "__main__":
    unittest.main()
