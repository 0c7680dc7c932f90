"""Two daemons in one virtual account share its pool: both go out of compliance, and one purchase heals both (R-REG-8, R-OOC)."""

import sys
import unittest

import lab_rig

BUILD = sys.argv.pop(1)
BOUGHT = {"standard": 60, "premium": 40, "server": 1}
# Each alone is within what is bought; together they use 70 standard and 35 premium seats of 100.
OFFICES = ({"standard": 40, "premium": 20}, {"standard": 30, "premium": 15})


class SharedAccount(unittest.TestCase):
    def offices(self, catalog):
        first = lab_rig.Rig(BUILD, catalog=catalog)
        self.addCleanup(first.close)
        first.start_lab()
        second = lab_rig.Rig(BUILD, catalog=catalog, serial="0a1b2c3d4e5f", lab_of=first)
        self.addCleanup(second.close)
        for rig in (first, second):
            rig.start_daemon()
            rig.set_pools(**BOUGHT)
            rig.ctl("register", rig.token())
        return first, second

    def sign_in(self, rig, seats):
        changes = [{"op": "sign_in", "id": f"{kind}{number}", "capabilities": ["supervisor" if kind == "premium" else "inbound_voice"]}
                   for kind, count in seats.items() for number in range(count)]
        # Premium by configuration or, where use decides, by being a supervisor (R-USE-2).
        status, done = rig.api("POST", "/v1/seats/batch", {"changes": changes})
        self.assertEqual(status, 200, done)

    def advance(self, rigs, step):
        """Both live through the same time, one after the other; each takes SSM's clock along."""
        for rig in rigs:
            rig.ctl("lab", "advance", step)

    def states(self, rigs):
        return [(status["authorization"]["state"], status["ooc"]["phase"]) for status in (rig.status() for rig in rigs)]

    def in_use(self, rig):
        return sum(row["in_use"] for row in rig.admin("GET", "/admin/usage")["tags"])

    def drill(self, catalog, step, entered, judged):
        """`entered`: the phase that both end in; `judged`: how many report times that takes."""
        rigs = self.offices(catalog)
        self.sign_in(rigs[0], OFFICES[0])
        self.advance(rigs, step)
        self.assertEqual(self.states(rigs), [("authorized", "none"), ("no_licenses_in_use", "none")])

        self.sign_in(rigs[1], OFFICES[1])
        for _ in range(judged + 1):  # the first to report may still hear of what was before the other's report
            self.advance(rigs, step)
        self.assertEqual(self.in_use(rigs[0]), 105)
        self.assertEqual(self.states(rigs), [("out_of_compliance", entered)] * 2)
        for rig in rigs:
            self.assertIn("SYSTEM_IN_OOC_STATE", [alarm["code"] for alarm in rig.status()["alarms"]])

        rigs[0].set_pools(**{**BOUGHT, "standard": 65})
        self.advance(rigs, step)
        self.assertEqual(self.states(rigs), [("authorized", "none")] * 2, "one purchase heals both at their next report")
        for rig in rigs:
            self.assertEqual(rig.status()["alarms"], [])
            self.assertEqual(rig.status()["outbox_rows"], 0)

        # One office closes: the other has the whole pool.
        rigs[0].api("PUT", "/v1/seats", {"seats": []})
        rigs[0].set_pools(**{**BOUGHT, "standard": 5})
        for _ in range(judged + 1):
            self.advance(rigs, step)
        self.assertEqual(self.states(rigs), [("no_licenses_in_use", "none"), ("authorized", "none")])

    def test_tolerant(self):
        self.drill("uccx-12.5", "15m", "locked", 4)

    def test_immediate(self):
        self.drill("uccx-12.5su3", "8h", "entered", 1)


if __name__ == "__main__":
    unittest.main()
