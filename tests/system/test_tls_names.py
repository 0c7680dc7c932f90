"""Which names of a server's certificate fit a URL: SAN DNS, SAN IP, and in an old certificate the CN, name and address alike. A
mismatch names the URL that would fit."""

import sys
import unittest

import fault_drill
import relay_faults

BUILD = sys.argv.pop(1)


class TlsNames(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rig = fault_drill.Drill(BUILD)
        cls.addClassCleanup(cls.rig.close)
        cls.rig.begin()

    def url(self, host):
        return f"https://{host}:{self.rig.relay.port}/SmartTransport"

    def renew(self, certificate, host):
        self.rig.relay.order(relay_faults.TLS[certificate])
        self.rig.configure(url=self.url(host))
        self.rig.restart_daemon()
        return self.rig.ctl("renew", "authorization", check=False)

    def expect_accepted(self, certificate, host):
        done = self.renew(certificate, host)
        self.assertEqual(done.returncode, 0, done.stderr)

    def expect_mismatch(self, certificate, host, *urls):
        done = self.renew(certificate, host)
        self.assertEqual(done.returncode, 6, done.stderr)
        attempt = self.rig.status()["authorization"]["last_attempt"]
        self.assertEqual(attempt["code"], "tls_host_name", attempt)
        for url in urls:
            self.assertIn(url, attempt["remedy"])
            self.assertIn(url, done.stderr)

    def test_alternative_name(self):
        self.expect_accepted("san_dns", "localhost")

    def test_alternative_name_in_another_case(self):
        self.expect_accepted("san_dns", "LocalHost")

    def test_alternative_address(self):
        self.expect_accepted("san_ip", "127.0.0.1")

    def test_common_name_alone(self):
        self.expect_accepted("cn_name", "localhost")

    def test_address_as_common_name_alone(self):
        self.expect_accepted("cn_address", "127.0.0.1")

    def test_url_with_the_address_of_a_named_server(self):
        self.expect_mismatch("san_dns", "127.0.0.1", self.url("localhost"))

    def test_url_with_the_name_of_a_numbered_server(self):
        self.expect_mismatch("san_ip", "localhost", self.url("127.0.0.1"))

    def test_common_name_is_another_name(self):
        self.expect_mismatch("cn_name", "127.0.0.1", self.url("localhost"))

    def test_common_name_is_an_address(self):
        self.expect_mismatch("cn_address", "localhost", self.url("127.0.0.1"))

    def test_another_machine(self):
        self.expect_mismatch("wrong_host", "localhost", self.url("ssm.example.test"))

    def test_another_machine_in_the_common_name(self):
        self.expect_mismatch("wrong_cn", "localhost", self.url("ssm.example.test"))


class IPv6(unittest.TestCase):
    def test_url_with_an_ipv6_address(self):
        with fault_drill.Drill(BUILD, listen="::1", host="[::1]") as rig:
            rig.begin()
            self.assertEqual(rig.status()["registration"]["state"], "registered")


if __name__ == "__main__":
    unittest.main()
