"""A year in the lab with real programs: what is due falls due within its range, once (R-AUTH-1, 3, R-REG-4, 7, R-ENF)."""

import datetime
import sys
import unittest

import lab_rig

BUILD = sys.argv.pop(1)
START = datetime.datetime(2026, 3, 2, tzinfo=datetime.timezone.utc)
QUIET = "report_unchanged = false"


def day(text):
    return (datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) - START).total_seconds() / 86400


def exchanges(rig, kind):
    said = rig.admin("GET", "/admin/exchanges")["exchanges"]
    return [day(row["time"]) for row in said if row["type"] == kind and row["status"] == "OK"]


class Year(unittest.TestCase):
    def rig(self):
        rig = lab_rig.Rig(BUILD, policy=QUIET)
        self.addCleanup(rig.close)
        rig.start_lab()
        rig.start_daemon()
        rig.register()
        return rig

    def test_renewals_fall_within_their_ranges_each_once(self):
        rig = self.rig()
        rig.ctl("lab", "advance", "400d", timeout=500)
        renewals = exchanges(rig, "RENEW")
        self.assertEqual(len(renewals), 2, renewals)
        # (date, earliest, latest): each drawn in the day before its end (R-REG-4).
        table = [(renewals[0], 179, 180), (renewals[1] - renewals[0], 179, 180)]
        for found, earliest, latest in table:
            self.assertGreaterEqual(found, earliest)
            self.assertLessEqual(found, latest)
        authorizations = exchanges(rig, "AUTHORIZATION")
        for before, after in zip(authorizations, authorizations[1:]):
            after_renewal = any(before <= renewal <= after for renewal in renewals)
            self.assertLessEqual(after - before, 30.0)
            if not after_renewal:
                self.assertGreaterEqual(after - before, 29.0, "each due moment once")
        status = rig.status()
        self.assertEqual(status["registration"]["state"], "registered")
        self.assertEqual(status["authorization"]["state"], "no_licenses_in_use")
        self.assertEqual(status["alarms"], [])

    def test_silence_of_ssm_from_day_10_and_its_return(self):
        rig = self.rig()
        rig.ctl("lab", "advance", "10d", timeout=300)
        last_contact = max(exchanges(rig, "AUTHORIZATION"))
        # Every request from now on finds the line cut; the lab's clock still moves.
        rig.admin("POST", "/admin/faults", {"match": {}, "count": 1000000, "fault": {"kind": "close"}})
        at = 10.0
        # (day after the last contact, authorization, enforcement, registration)
        table = [
            (89.9, "no_licenses_in_use", "none", "registered"),
            (90.1, "authorization_expired", "overage", "registered"),
            (179.9, "authorization_expired", "overage", "registered"),
            (180.1, "authorization_expired", "enforced", "registered"),
            (364.9, "authorization_expired", "enforced", "registered"),
            (365.1, "authorization_expired", "enforced", "registration_expired"),
        ]
        for after, authorization, enforcement, registration in table:
            moment = last_contact + after
            rig.ctl("lab", "advance", f"{round((moment - at) * 86400)}s", timeout=500)
            at = moment
            status = rig.status()
            self.assertEqual(status["authorization"]["state"], authorization, f"day {moment:.1f}")
            self.assertEqual(status["enforcement"]["state"], enforcement, f"day {moment:.1f}")
            self.assertEqual(status["registration"]["state"], registration, f"day {moment:.1f}")
            self.assertEqual(status["provisioning_allowed"], enforcement != "enforced")
        self.assertEqual(status["evaluation"]["in_use"], False, "expiry never lifts an enforcement")
        rig.admin("DELETE", "/admin/faults")
        rig.ctl("lab", "advance", "2d", timeout=300)
        status = rig.status()
        self.assertEqual(status["registration"]["state"], "registered", "recovered by itself")
        self.assertEqual(status["authorization"]["state"], "no_licenses_in_use")
        self.assertEqual(status["enforcement"]["state"], "none")
        self.assertEqual(status["alarms"], [])


if __name__ == "__main__":
    unittest.main()
