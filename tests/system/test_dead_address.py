"""A name with two addresses of which the first is dead (packets vanish) costs at most 300 ms an exchange."""

import statistics
import sys
import time
import unittest

import fault_dns
import fault_drill
import fault_relay
import relay_faults

BUILD = sys.argv.pop(1)
EXCHANGES = 9
EXTRA_SECONDS_PROMISED = 0.3
EXTRA_SECONDS_MAX = 1  # what this test insists on: machines that run tests are noisy


@unittest.skipIf(fault_dns.why_not(), f"no name server of our own: {fault_dns.why_not()}")
class DeadAddress(unittest.TestCase):
    def measure(self, rig, addresses):
        """The median of the seconds of an exchange with an SSM whose name has these addresses."""
        rig.names.order(addresses)
        seconds = []
        for _ in range(EXCHANGES):
            rig.relay.order(None)  # ends the connection that is kept: each exchange makes its own
            begun = time.monotonic()
            status, answer = rig.api("POST", "/v1/authorization/renew?wait=1")
            seconds.append(time.monotonic() - begun)
            self.assertLess(status, 400, answer)
        return statistics.median(seconds)

    def compare(self, dead, good):
        with fault_drill.Drill(BUILD, host="ssm.relay.test", names=True, listen=good,
                               harmless=relay_faults.TLS["good"]) as rig:
            rig.names.order([good])
            rig.begin()
            without = self.measure(rig, [good])
            hole = fault_relay.BlackHole(dead, rig.relay.port)
            try:
                extra = self.measure(rig, [dead, good]) - without
                self.register_anew(rig)
            finally:
                hole.close()
        print(f"dead {dead} before {good}: {extra * 1000:.0f} ms more than {without * 1000:.0f} ms "
              f"(promised: at most {EXTRA_SECONDS_PROMISED * 1000:.0f} ms)", file=sys.stderr)
        self.assertLessEqual(extra, EXTRA_SECONDS_MAX)

    def register_anew(self, rig):
        begun = time.monotonic()
        rig.ctl("register", rig.token(), "--force")
        # Two exchanges: registration and authorization.
        self.assertLessEqual(time.monotonic() - begun, 2 * EXTRA_SECONDS_MAX + 2)

    def test_ipv6_is_dead(self):
        self.compare(dead="::1", good="127.0.0.1")

    def test_ipv4_is_dead(self):
        self.compare(dead="127.0.0.1", good="::1")

    def test_the_first_of_two_ipv4_addresses_is_dead(self):
        # 127.0.0.1 is tried before 127.0.0.2: it is nearer to this machine's own address (RFC 6724, rule 9).
        self.compare(dead="127.0.0.1", good="127.0.0.2")


if __name__ == "__main__":
    unittest.main()
