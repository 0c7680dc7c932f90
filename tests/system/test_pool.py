"""The pool of License Control, and that of a reservation, under 16 concurrent clients of the product socket: at no moment over it,
never a refusal below it (R-CTL-2, 3, R-SLR-3). How `lic_pool` can know that is said in tests/pool/checker.hpp.

    test_pool.py BUILD [--operations N]
"""

import argparse
import pathlib
import subprocess
import unittest

import lab_rig

# (premium, standard bought, share of the operations)
POOLS = ((10, 40, 0.35), (40, 60, 0.15), (1000, 3000, 0.35), (0, 25, 0.1), (25, 0, 0.05))


class Limited(unittest.TestCase):
    def setUp(self):
        self.rig = lab_rig.Rig(BUILD)
        self.addCleanup(self.rig.close)
        self.rig.start_lab()
        self.rig.start_daemon()

    def load(self, premium, standard, operations, *options):
        command = [BUILD / "tests" / "pool" / "lic_pool", "--socket", self.rig.run / "product.sock", "--premium", premium,
                   "--standard", standard, "--operations", operations, *options]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
        print(f"pool of {premium} premium and {standard} standard: {done.stdout.strip()}{done.stderr.strip()}", flush=True)
        return done

    def check(self, premium, standard, operations, *options):
        done = self.load(premium, standard, operations, "--round", max(1000, min(20_000, operations // 7)), *options)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(self.rig.status()["seats"]["standard"], 0)
        self.assertEqual(self.rig.status()["seats"]["premium"], 0)


class Pool(Limited):
    operations = 200_000

    def setUp(self):
        super().setUp()
        self.rig.register()

    def limit(self, premium, standard):
        body = {"overage_allowed": False, "limits": {"premium": premium, "standard": standard}}
        status, answer = self.rig.api("PUT", "/v1/license-control", body)
        self.assertEqual(status, 200, answer)

    def test_never_over_the_pool_and_never_refused_below_it(self):
        for premium, standard, share in POOLS:
            self.limit(premium, standard)
            self.check(premium, standard, int(self.operations * share))

    def test_the_judge_sees_a_wrong_pool(self):
        """Judged by a pool that is one smaller or larger than the daemon's, its answers are contradictions."""
        self.limit(10, 40)
        for options, words in ((("--judge-premium", 9, "--judge-standard", 41), "over the pool"),
                               (("--judge-standard", 39), "over the pool"),
                               (("--judge-premium", 11, "--judge-standard", 39), "refused"),
                               (("--judge-standard", 41), "refused")):
            done = self.load(10, 40, 2000, "--round", 500, *options)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn(words, done.stdout)
            self.rig.api("PUT", "/v1/seats", {"seats": []})


class Reservation(Limited):
    def setUp(self):
        super().setUp()
        self.tags = {row["name"]: row["tag"] for row in self.rig.status()["entitlements"]}
        self.rig.set_pools(premium=1000, standard=1000, server=1)
        self.rig.api("POST", "/v1/reservation/enable", {})
        self.request = self.rig.api("POST", "/v1/reservation/request", {})[1]["request_code"]

    def reserve(self, premium, standard):
        counts = {"premium": premium, "standard": standard, "server": 1}
        wish = {"entitlements": {self.tags[name]: count for name, count in counts.items() if count}}
        reserved = self.rig.admin("GET", "/admin/reservations")["reservations"]
        if reserved:
            made = self.rig.admin("PUT", f"/admin/reservations/{reserved[0]['instance']}", wish)
        else:
            made = self.rig.admin("POST", "/admin/reservations", {"virtual_account": "Default", "request_code": self.request, **wish})
        status, answer = self.rig.api("POST", "/v1/reservation/install", {"authorization_code": made["authorization_code"]})
        self.assertEqual(status, 200, answer)
        if reserved:
            self.rig.admin("POST", "/admin/reservations/confirm", {"confirmation_code": answer["confirmation_code"]})

    def test_never_over_the_reservation_and_never_refused_below_it(self):
        for premium, standard in ((10, 40), (40, 60), (0, 25), (25, 0)):
            self.reserve(premium, standard)
            self.check(premium, standard, Pool.operations // 4, "--code", "reservation_limit")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--operations", type=int, default=Pool.operations)
    options, rest = parser.parse_known_args()
    BUILD, Pool.operations = options.build.resolve(), options.operations
    unittest.main(argv=[__file__, *rest])
