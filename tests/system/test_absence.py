"""Away for long, removed at SSM, copied, restored: what the operator is told, and the one thing that ends it (R-REG-7, R-AUTH-7,
R-ID). Real programs, lab time."""

import datetime
import re
import shutil
import sys
import unittest

import lab_rig

BUILD = sys.argv.pop(1)
QUIET = "report_unchanged = false"
THIRTEEN_MONTHS_LATER = "2027-04-12T00:00:00Z"


class OtherDice(lab_rig.Rig):
    """A machine that draws other numbers than its copy, as real ones do."""

    def daemon_command(self, *options):
        command = super().daemon_command(*options)
        command[command.index("--lab-seed") + 1] = "2"
        return command


class Absence(unittest.TestCase):
    def rig(self, **options):
        rig = lab_rig.Rig(BUILD, policy=QUIET, **options)
        self.addCleanup(rig.close)
        rig.start_lab()
        rig.start_daemon()
        return rig

    def copy_of(self, rig, kind=lab_rig.Rig, **options):
        """Another machine with the same state directory and the same SSM."""
        copy = kind(BUILD, policy=QUIET, lab_of=rig, **options)
        self.addCleanup(copy.close)
        rig.stop_daemon()
        shutil.copytree(rig.state, copy.state)
        rig.start_daemon()
        copy.start_daemon()
        return copy

    def alarms(self, rig):
        return {alarm["code"]: alarm for alarm in rig.status()["alarms"]}

    def exchanges(self, rig):
        return rig.admin("GET", "/admin/exchanges")["exchanges"]

    def instances(self, rig, state="active"):
        return [row["instance"] for row in rig.admin("GET", "/admin/instances")["instances"] if row["state"] == state]

    def check_well(self, rig):
        status = rig.status()
        self.assertEqual(status["registration"]["state"], "registered")
        self.assertEqual(status["authorization"]["state"], "no_licenses_in_use")
        self.assertEqual(status["enforcement"]["state"], "none")
        self.assertEqual(status["alarms"], [])
        self.assertIn(status["registration"]["instance_id"], self.instances(rig))
        return status

    def settle(self, rig):
        lab_rig.wait_for(lambda: rig.api("GET", "/v1/lab/clock")[1]["settled"], "nothing more to do")

    def register(self, rig):
        rig.register()
        self.settle(rig)

    def force(self, rig):
        rig.ctl("register", rig.token(), "--force")
        self.settle(rig)

    # ---- thirteen months off (R-REG-7, R-TIME-4) ----

    def thirteen_months_off(self, accepted):
        """Ten days of evaluation were used before the registration. Gives the rig and the evaluation of before."""
        rig = self.rig()
        rig.ctl("lab", "advance", "10d", timeout=300)
        self.register(rig)
        rig.admin("PUT", "/admin/settings", {"accept_expired_proof": accepted})
        before = rig.status()
        self.assertEqual(before["evaluation"], {"in_use": False, "seconds_left": 80 * 86400})
        self.assertEqual(rig.api("POST", "/v1/lab/clock", {"off_until": THIRTEEN_MONTHS_LATER})[0], 200)
        status = rig.status()
        self.assertEqual(status["registration"]["state"], "registration_expired")
        self.assertEqual(status["registration"]["expires_at"], before["registration"]["expires_at"], "the date is shown")
        self.assertLess(status["registration"]["expires_at"], status["clock"]["now"])
        self.assertEqual(status["evaluation"], before["evaluation"], "neither lost nor won")
        return rig, before

    def test_thirteen_months_off_and_ssm_accepts_the_old_proof(self):
        rig, before = self.thirteen_months_off(accepted=True)
        told = len(self.exchanges(rig))
        rig.ctl("lab", "advance", "25h", timeout=300)
        status = self.check_well(rig)
        self.assertEqual(status["registration"]["instance_id"], before["registration"]["instance_id"])
        self.assertEqual(status["evaluation"], before["evaluation"])
        self.assertLess(THIRTEEN_MONTHS_LATER, status["registration"]["renew_at"])
        kinds = [row["type"] for row in self.exchanges(rig)[told:]]
        self.assertEqual(kinds.count("RENEW"), 1, "one recovery is enough")

    def test_thirteen_months_off_and_ssm_refuses_the_old_proof(self):
        rig, before = self.thirteen_months_off(accepted=False)
        told = len(self.exchanges(rig))
        rig.ctl("lab", "advance", "3d", timeout=300)
        status = rig.status()
        self.assertEqual(status["registration"]["state"], "registration_expired")
        tried = [row["type"] for row in self.exchanges(rig)[told:]]
        self.assertIn(len(tried), (3, 4), tried)  # one recovery a day
        self.assertEqual(set(tried), {"RENEW"})
        # Status and alarms name one step for people, and the same one.
        text = " ".join(rig.ctl("status").stdout.split())
        said = text + " ".join(alarm["remedy"] for alarm in self.alarms(rig).values())
        self.assertEqual(set(re.findall(r"smart-agentctl (.*?FILE|[a-z ]+)", said)), {"register --force --token-file FILE"})
        self.assertIn("smart-agentctl register --force", self.alarms(rig)["REGISTRATION_EXPIRED"]["remedy"])
        self.force(rig)
        status = self.check_well(rig)
        self.assertEqual(status["evaluation"], before["evaluation"])

    # ---- removed at SSM (R-AUTH-7) ----

    def test_removed_at_ssm_is_named_counted_down_and_cured(self):
        rig = self.rig()
        self.register(rig)
        rig.admin("DELETE", f"/admin/instances/{rig.status()['registration']['instance_id']}")
        rig.ctl("renew", "authorization", check=False)
        self.assertEqual(set(self.alarms(rig)) & {"INSTANCE_REMOVED"}, set(), "one answer may be a mistake")
        rig.ctl("lab", "advance", "50m")
        rig.ctl("renew", "authorization", check=False)
        self.assertNotIn("INSTANCE_REMOVED", self.alarms(rig), "less than an hour apart")
        self.assertEqual(rig.status()["enforcement"]["state"], "none")
        rig.ctl("lab", "advance", "10m")
        rig.ctl("renew", "authorization", check=False)
        status = rig.status()
        self.assertIn("register", self.alarms(rig)["INSTANCE_REMOVED"]["remedy"])
        self.assertEqual((status["authorization"]["state"], status["enforcement"]["state"]), ("not_authorized", "overage"))
        self.assertEqual(status["enforcement"]["days_left"], 90)
        rig.ctl("lab", "advance", "2159h", timeout=500)  # an hour less than 90 days
        self.assertTrue(rig.status()["provisioning_allowed"])
        rig.ctl("lab", "advance", "2h", timeout=300)
        status = rig.status()
        self.assertEqual(status["enforcement"]["state"], "enforced")
        self.assertIn("not_authorized", status["enforcement"]["reasons"])
        self.assertFalse(status["provisioning_allowed"])
        self.force(rig)
        self.check_well(rig)

    # ---- clones and moved state (R-ID) ----

    def test_a_copy_is_known_at_the_first_exchange_that_differs(self):
        rig = self.rig()
        self.register(rig)
        instance = rig.status()["registration"]["instance_id"]
        copy = self.copy_of(rig, OtherDice)
        rig.ctl("renew", "authorization")
        self.assertNotIn("CLONE_SUSPECTED", {**self.alarms(rig), **self.alarms(copy)})
        copy.ctl("renew", "authorization", check=False)
        self.assertEqual(self.exchanges(rig)[-1]["status_message"], "Clone suspected")
        self.assertIn("CLONE_SUSPECTED", self.alarms(copy))
        rig.ctl("renew", "authorization")
        self.assertNotIn("CLONE_SUSPECTED", self.alarms(rig), "the other copy goes on")
        # The copy keeps its registration and says nothing more under it.
        self.assertEqual(copy.status()["registration"]["instance_id"], instance)
        told = len(self.exchanges(rig))
        self.assertNotEqual(copy.ctl("renew", "authorization", check=False).returncode, 0)
        copy.ctl("lab", "advance", "2d", timeout=300)
        self.assertEqual(len(self.exchanges(rig)), told)
        self.force(copy)
        status = self.check_well(copy)
        self.assertNotEqual(status["registration"]["instance_id"], instance)

    def test_a_state_on_other_hardware_keeps_silent_until_it_is_registered(self):
        rig = self.rig()
        self.register(rig)
        instance = rig.status()["registration"]["instance_id"]
        other = self.copy_of(rig, serial="f0e1d2c3b4a5")
        self.assertIn("register", self.alarms(other)["IDENTITY_MISMATCH"]["remedy"])
        told = len(self.exchanges(rig))
        self.assertNotEqual(other.ctl("renew", "authorization", check=False).returncode, 0)
        other.ctl("lab", "advance", "40d", timeout=300)
        self.assertEqual(len(self.exchanges(rig)), told, "not a word under an identity that is not its own")
        self.force(other)
        status = self.check_well(other)
        self.assertNotEqual(status["registration"]["instance_id"], instance)
        self.assertIn(instance, self.instances(rig), "the machine it was copied from is still registered")

    def test_an_older_backup_is_taken_for_a_copy(self):
        rig = self.rig()
        self.register(rig)
        rig.stop_daemon()
        backup = rig.dir / "backup"
        shutil.copytree(rig.state, backup)
        rig.start_daemon()
        for _ in range(2):
            rig.ctl("renew", "authorization")
        rig.stop_daemon()
        shutil.rmtree(rig.state)
        shutil.copytree(backup, rig.state)
        rig.start_daemon()
        self.assertNotIn("CLONE_SUSPECTED", self.alarms(rig))
        rig.ctl("renew", "authorization", check=False)
        self.assertIn("CLONE_SUSPECTED", self.alarms(rig))
        self.force(rig)
        self.check_well(rig)

    def test_a_backup_of_which_nothing_was_said_since_is_no_copy(self):
        rig = self.rig()
        self.register(rig)
        rig.kill_daemon()
        backup = rig.dir / "backup"
        shutil.copytree(rig.state, backup)
        shutil.rmtree(rig.state)
        shutil.copytree(backup, rig.state)
        rig.start_daemon()
        rig.ctl("renew", "authorization")
        self.check_well(rig)


if __name__ == "__main__":
    unittest.main()
