"""Every registration and authorization state, out-of-compliance phase, enforcement reason and entitlement status of the rules
(section 1, R-STAT), reached by a real cause in the real programs and left by its cure.

Walks are written down as what an operator, SSM or time does. `Seen` looks at the status after each step; at the end every
value must have been there, and have gone."""

import sys
import unittest

import lab_rig

BUILD = sys.argv.pop(1)

REGISTRATION = {"unregistered", "registering", "registered", "registration_expired", "reservation_in_progress",
                "registered_reserved"}
AUTHORIZATION = {"no_licenses_in_use", "evaluation", "evaluation_expired", "waiting", "authorized", "out_of_compliance",
                 "authorization_expired", "not_authorized", "authorized_reserved", "not_authorized_reserved"}
PHASES = {"none", "tolerated", "locked", "entered"}
ENFORCEMENT = {"none", "overage", "enforced"}
REASONS = {"evaluation_expired", "out_of_compliance", "authorization_expired", "not_authorized", "not_authorized_reserved"}
MODES = {"classic", "smart"}
STATUSES = {"init", "waiting", "evaluation", "evaluation_expired", "in_compliance", "out_of_compliance", "overage",
            "authorization_expired", "not_authorized", "reserved_in_compliance", "not_in_use", "invalid_tag", "not_applicable",
            "disabled", "invalid"}
# Nothing cures what is no trouble: smart licensing has no way back, and a server license is not counted under any state.
STAYS = {("mode", "smart"), ("status", "not_applicable")}


class Seen:
    def __init__(self):
        self.reached, self.left = set(), set()

    def look(self, status, before):
        now = {("registration", status["registration"]["state"]), ("authorization", status["authorization"]["state"]),
               ("phase", status["ooc"]["phase"]), ("enforcement", status["enforcement"]["state"]),
               ("mode", status["licensing_mode"])}
        now |= {("reason", reason) for reason in status["enforcement"]["reasons"]}
        now |= {("status", row["status"]) for row in status["entitlements"]}
        self.reached |= now
        self.left |= before - now
        return now


def everything():
    axes = {"registration": REGISTRATION, "authorization": AUTHORIZATION, "phase": PHASES, "enforcement": ENFORCEMENT,
            "reason": REASONS, "mode": MODES, "status": STATUSES}
    return {(axis, value) for axis, values in axes.items() for value in values}


class Walk:
    """One product instance; `do` makes one step and looks at what came of it."""

    def __init__(self, seen, **options):
        self.seen = seen
        self.rig = lab_rig.Rig(BUILD, **options)
        self.now = set()

    def __enter__(self):
        self.rig.start_lab()
        self.rig.start_daemon()
        self.look()
        return self

    def __exit__(self, *_):
        self.rig.close()

    def look(self):
        self.now = self.seen.look(self.rig.status(), self.now)

    def until(self, axis, value):
        def there():
            self.look()
            return (axis, value) in self.now
        lab_rig.wait_for(there, f"{axis} {value}; there is {sorted(self.now)}", 5)

    def ctl(self, *arguments, code=0):
        done = self.rig.ctl(*arguments, check=False, timeout=500)
        if done.returncode != code:
            raise AssertionError(f"{arguments}: exit {done.returncode}, not {code}: {done.stdout}{done.stderr}")
        self.look()

    def advance(self, span):
        self.ctl("lab", "advance", span)

    def register(self, *options, code=0):
        self.ctl("register", self.rig.token(), *options, code=code)

    def fault(self, fault, kind=None, count=1):
        self.rig.admin("POST", "/admin/faults", {"match": {"type": kind} if kind else {}, "count": count, "fault": fault})

    def no_faults(self):
        self.rig.admin("DELETE", "/admin/faults")

    def answered(self, fault):
        """One answer of SSM suffers; the next is sound again."""
        self.fault(fault, "AUTHORIZATION")
        self.ctl("renew", "authorization")
        self.ctl("renew", "authorization")

    def sign_in(self, count, capability):
        for number in range(count):
            self.rig.api("POST", "/v1/seats", {"id": f"{capability}{number}", "capabilities": [capability]})
        self.look()

    def sign_out(self, capability):
        self.rig.api("DELETE", f"/v1/seats/{capability}0")
        self.look()


class EveryState(unittest.TestCase):
    def test_every_state_is_reached_and_left(self):
        seen = Seen()
        self.registered_and_over(seen)
        self.immediately_over(seen)
        self.what_ssm_may_answer(seen)
        self.evaluation_ends(seen)
        self.silence_and_removal(seen)
        self.classic_mode(seen)
        self.reservation(seen)
        self.assertEqual(sorted(everything() - seen.reached), [], "never reached")
        self.assertEqual(sorted(everything() - seen.left - STAYS), [], "never left")

    def registered_and_over(self, seen):
        with Walk(seen, policy="report_unchanged = false") as walk:
            walk.rig.set_pools(standard=5, premium=0, server=1)
            walk.fault({"kind": "http_status", "status": 503}, "REGISTRATION")
            walk.register(code=6)
            self.assertIn(("registration", "registering"), walk.now)
            walk.ctl("deregister", "--yes")
            walk.fault("close", "AUTHORIZATION")
            walk.register()
            walk.until("authorization", "waiting")
            walk.ctl("renew", "authorization")
            self.assertIn(("authorization", "no_licenses_in_use"), walk.now)
            walk.sign_in(5, "inbound_voice")
            walk.advance("15m")
            self.assertIn(("authorization", "authorized"), walk.now)
            walk.sign_in(7, "inbound_voice")
            walk.advance("15m")
            self.assertIn(("phase", "tolerated"), walk.now)
            walk.advance("45m")
            self.assertIn(("phase", "locked"), walk.now)
            walk.advance("90d")
            self.assertIn(("reason", "out_of_compliance"), walk.now)
            self.assertIn(("enforcement", "enforced"), walk.now)
            walk.rig.set_pools(standard=7, premium=0, server=1)
            walk.ctl("renew", "authorization")
            self.assertIn(("authorization", "authorized"), walk.now)
            self.assertIn(("enforcement", "none"), walk.now)

    def immediately_over(self, seen):
        with Walk(seen, catalog="uccx-12.5su3") as walk:
            walk.rig.set_pools(standard=1, premium=0, server=1)
            walk.register()
            walk.sign_in(2, "inbound_voice")
            walk.advance("8h")
            self.assertIn(("phase", "entered"), walk.now)
            walk.rig.set_pools(standard=2, premium=0, server=1)
            walk.ctl("renew", "authorization")
            self.assertIn(("phase", "none"), walk.now)

    def what_ssm_may_answer(self, seen):
        with Walk(seen) as walk:
            walk.rig.set_pools(standard=5, premium=5, server=1)
            walk.register()
            walk.until("authorization", "no_licenses_in_use")
            walk.sign_in(2, "inbound_voice")
            walk.advance("15m")
            for word in ("Overage", "InvalidTag", "Disabled"):
                walk.answered({"kind": "entitlement_status", "text": word})
            walk.answered("unknown_entitlement_status")
            walk.answered("drop_entitlement")

    def evaluation_ends(self, seen):
        with Walk(seen) as walk:
            walk.advance("90d")
            self.assertIn(("authorization", "evaluation_expired"), walk.now)
            self.assertIn(("enforcement", "enforced"), walk.now)
            walk.rig.set_pools(standard=5, premium=5, server=1)
            walk.register()
            walk.until("authorization", "no_licenses_in_use")
            self.assertIn(("enforcement", "none"), walk.now)

    def silence_and_removal(self, seen):
        with Walk(seen, policy="report_unchanged = false") as walk:
            walk.rig.set_pools(standard=5, premium=5, server=1)
            walk.register()
            walk.until("authorization", "no_licenses_in_use")
            walk.fault("close", count=1000000)
            walk.advance("91d")
            self.assertIn(("authorization", "authorization_expired"), walk.now)
            walk.advance("90d")
            self.assertIn(("enforcement", "enforced"), walk.now)
            walk.no_faults()
            walk.ctl("renew", "authorization")
            self.assertIn(("enforcement", "none"), walk.now)
            walk.rig.admin("DELETE", f"/admin/instances/{walk.rig.status()['registration']['instance_id']}")
            walk.advance("33d")
            self.assertIn(("authorization", "not_authorized"), walk.now)
            walk.register("--force")
            walk.until("authorization", "no_licenses_in_use")
            walk.fault("close", count=1000000)
            walk.advance("366d")
            self.assertIn(("registration", "registration_expired"), walk.now)
            walk.no_faults()
            walk.register("--force")
            self.assertIn(("registration", "registered"), walk.now)

    def classic_mode(self, seen):
        with ClassicWalk(seen) as walk:
            self.assertIn(("mode", "classic"), walk.now)
            self.assertIn(("status", "disabled"), walk.now)
            walk.ctl("migrate", "--yes")
            self.assertIn(("authorization", "evaluation"), walk.now)

    def reservation(self, seen):
        with Walk(seen) as walk:
            rig = walk.rig
            rig.set_pools(standard=40, premium=20, server=1)
            tags = {row["name"]: row["tag"] for row in rig.status()["entitlements"]}
            wish = lambda **counts: {tags[name]: count for name, count in counts.items()}
            walk.ctl("reservation", "enable")
            walk.ctl("reservation", "request")
            self.assertIn(("registration", "reservation_in_progress"), walk.now)
            request_code = rig.api("GET", "/v1/reservation")[1]["request_code"]
            code = rig.admin("POST", "/admin/reservations", {"virtual_account": "Default", "request_code": request_code,
                             "entitlements": wish(standard=4, premium=2, server=1)})["authorization_code"]
            walk.ctl("reservation", "install", code, "--yes")
            self.assertIn(("authorization", "authorized_reserved"), walk.now)
            walk.sign_in(2, "chat")
            [one] = rig.admin("GET", "/admin/reservations")["reservations"]
            code = rig.admin("PUT", f"/admin/reservations/{one['instance']}",
                             {"entitlements": wish(standard=4, premium=1, server=1)})["authorization_code"]
            walk.ctl("reservation", "install", code, "--yes")
            self.assertIn(("authorization", "not_authorized_reserved"), walk.now)
            walk.advance("90d")
            self.assertIn(("enforcement", "enforced"), walk.now)
            walk.sign_out("chat")
            self.assertIn(("authorization", "authorized_reserved"), walk.now)
            walk.ctl("reservation", "return", "--yes")
            walk.ctl("reservation", "disable")
            self.assertIn(("registration", "unregistered"), walk.now)


class ClassicWalk(Walk):
    def __enter__(self):
        self.rig.start_lab()
        self.rig.write_config()
        text = self.rig.config.read_text()
        self.rig.config.write_text(text.replace("[product]\n", '[product]\nfirst_mode = "classic"\n'))
        self.rig.start_daemon()
        self.look()
        return self


if __name__ == "__main__":
    unittest.main()
