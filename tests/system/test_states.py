"""Every state that the parts built so far can reach, with its text and its JSON, through real causes and real programs."""

import sys
import unittest

import lab_rig

BUILD = sys.argv.pop(1)
QUIET = "report_unchanged = false"


class States(unittest.TestCase):
    def rig(self, **options):
        rig = lab_rig.Rig(BUILD, **options)
        self.addCleanup(rig.close)
        rig.start_lab()
        rig.start_daemon()
        return rig

    def check(self, rig, *, registration, authorization, entitlement=None, phase="none", enforcement="none", words=()):
        status = rig.status()
        self.assertEqual(status["registration"]["state"], registration)
        self.assertEqual(status["authorization"]["state"], authorization)
        self.assertEqual(status["ooc"]["phase"], phase)
        self.assertEqual(status["enforcement"]["state"], enforcement)
        self.assertTrue(status["lab"])
        if entitlement:
            self.assertEqual(status["entitlements"][0]["status"], entitlement)
        text = rig.ctl("status").stdout
        for line in text.splitlines():
            self.assertLessEqual(len(line), 80, line)
        for word in words:
            self.assertIn(word.lower(), text.lower())
        return status

    def seats(self, rig, count, capabilities):
        import http.client
        import json
        import socket

        connection = http.client.HTTPConnection("localhost")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(str(rig.socket))
        for index in range(count):
            body = json.dumps({"id": f"seat{index}", "capabilities": capabilities})
            connection.request("POST", "/v1/seats", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            self.assertIn(answer.status, (200, 201))
        connection.close()

    def test_evaluation_and_its_end(self):
        rig = self.rig()
        self.check(rig, registration="unregistered", authorization="evaluation", entitlement="evaluation",
                   words=["UNREGISTERED", "Evaluation"])
        rig.ctl("lab", "advance", "90d", timeout=300)
        self.check(rig, registration="unregistered", authorization="evaluation_expired", enforcement="enforced",
                   entitlement="evaluation_expired", words=["Evaluation Expired"])

    def test_registering_while_ssm_is_silent(self):
        rig = self.rig()
        token = rig.token()
        rig.stop_lab()
        self.assertEqual(rig.ctl("register", token, check=False).returncode, 6)
        status = self.check(rig, registration="registering", authorization="evaluation", words=["refused"])
        self.assertNotIn(token, str(status))

    def test_deregistered_while_ssm_is_silent_and_heard_later(self):
        rig = self.rig()
        rig.register()
        instance = rig.status()["registration"]["instance_id"]
        rig.admin("POST", "/admin/faults", {"match": {}, "count": 2, "fault": {"kind": "http_status", "status": 503}})
        said = rig.ctl("deregister", "--yes").stdout
        self.assertEqual(said.count(instance), 1, said)
        status = self.check(rig, registration="unregistered", authorization="evaluation", words=[instance])
        self.assertEqual([one["instance_id"] for one in status["registration"]["goodbyes"]], [instance])
        self.assertIn("goodbye", [one["kind"] for one in status["upcoming"]])
        rig.kill_daemon()
        rig.start_daemon()
        rig.ctl("lab", "advance", "4h")
        self.assertEqual(rig.status()["registration"]["goodbyes"], [])
        self.assertEqual([one for one in rig.admin("GET", "/admin/instances")["instances"] if one["state"] == "active"], [])

    def test_a_register_says_the_goodbye_first(self):
        rig = self.rig()
        rig.register()
        old = rig.status()["registration"]["instance_id"]
        rig.admin("POST", "/admin/faults", {"match": {}, "count": 1, "fault": {"kind": "http_status", "status": 503}})
        rig.ctl("deregister", "--yes")
        self.assertEqual([one["instance_id"] for one in rig.status()["registration"]["goodbyes"]], [old])
        rig.ctl("register", rig.token())  # without --force: SSM would refuse a second instance of this machine
        status = rig.status()
        self.assertNotEqual(status["registration"]["instance_id"], old)
        self.assertEqual(status["registration"]["goodbyes"], [])

    def test_waiting_until_the_first_answer(self):
        rig = self.rig()
        rig.set_pools(standard=60, premium=40, server=1)
        rig.admin("POST", "/admin/faults", {"match": {"type": "AUTHORIZATION"}, "count": 1, "fault": {"kind": "close"}})
        rig.ctl("register", rig.token())
        lab_rig.wait_for(lambda: rig.status()["authorization"]["last_attempt"], "the first authorization")
        self.check(rig, registration="registered", authorization="waiting", entitlement="waiting")

    def test_registered_in_use_tolerated_and_locked(self):
        rig = self.rig()
        rig.register()
        lab_rig.wait_for(lambda: rig.status()["authorization"]["state"] != "waiting", "the first answer", 1)
        self.check(rig, registration="registered", authorization="no_licenses_in_use", entitlement="not_in_use",
                   words=["REGISTERED"])
        self.seats(rig, 101, ["inbound_voice"])
        rig.ctl("lab", "advance", "15m")
        self.check(rig, registration="registered", authorization="authorized", phase="tolerated",
                   entitlement="out_of_compliance", words=["45 minutes"])
        rig.ctl("lab", "advance", "45m")
        status = self.check(rig, registration="registered", authorization="out_of_compliance", phase="locked",
                            enforcement="overage", entitlement="out_of_compliance", words=["101"])
        self.assertEqual(status["ooc"]["shortfall"], {"standard": 1})
        self.assertEqual(status["banner"]["level"], "out_of_compliance")
        rig.set_pools(standard=61, premium=40, server=1)
        rig.ctl("renew", "authorization")
        self.check(rig, registration="registered", authorization="authorized", entitlement="in_compliance")

    def test_an_unknown_tag_is_invalid(self):
        rig = self.rig()
        rig.ctl("register", rig.token())
        lab_rig.wait_for(lambda: rig.status()["authorization"]["state"] != "waiting", "the first answer", 1)
        status = rig.status()
        self.assertEqual(status["entitlements"][0]["status"], "invalid_tag")
        self.assertIn("ENTITLEMENT_REPORTING_FAILURE", [alarm["code"] for alarm in status["alarms"]])

    def test_authorization_expired_enforced_and_registration_expired(self):
        rig = self.rig(policy=QUIET)
        rig.register()
        rig.admin("POST", "/admin/faults", {"match": {}, "count": 1000000, "fault": {"kind": "close"}})
        rig.ctl("lab", "advance", "91d", timeout=300)
        self.check(rig, registration="registered", authorization="authorization_expired", enforcement="overage",
                   entitlement="authorization_expired")
        rig.ctl("lab", "advance", "90d", timeout=300)
        self.check(rig, registration="registered", authorization="authorization_expired", enforcement="enforced")
        rig.ctl("lab", "advance", "190d", timeout=500)
        self.check(rig, registration="registration_expired", authorization="authorization_expired", enforcement="enforced")

    def test_removed_at_ssm_is_not_authorized(self):
        rig = self.rig()
        rig.register()
        instance = rig.status()["registration"]["instance_id"]
        rig.admin("DELETE", f"/admin/instances/{instance}")
        rig.ctl("lab", "advance", "3h", timeout=300)
        self.check(rig, registration="registered", authorization="not_authorized", enforcement="overage",
                   entitlement="not_authorized")
        rig.ctl("register", rig.token(), "--force")
        lab_rig.wait_for(lambda: rig.status()["authorization"]["state"] == "no_licenses_in_use", "cured at once", 1)


if __name__ == "__main__":
    unittest.main()
