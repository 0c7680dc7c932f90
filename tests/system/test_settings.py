"""What operators set while the agent runs, with the real programs: the way to SSM, trust anchors, host name privacy. Nothing is
restarted for any of it."""

import json
import socket
import sys
import unittest

import lab_rig

BUILD = sys.argv.pop(1)


def closed_port():
    """A port of this machine where nobody listens: one that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Settings(unittest.TestCase):
    def setUp(self):
        self.rig = lab_rig.Rig(BUILD)
        self.addCleanup(self.rig.close)
        self.rig.start_lab()

    def ask(self, code, *arguments):
        done = self.rig.ctl(*arguments, check=False)
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def last_exchange(self):
        return self.rig.admin("GET", "/admin/exchanges")["exchanges"][-1]

    def test_imported_trust_heals_a_running_agent(self):
        for folder in ("trust.d", "ssm-roots.d"):
            for file in (self.rig.dir / folder).iterdir():
                file.unlink()
        self.rig.start_daemon()
        self.rig.set_pools(standard=60, premium=40, server=1)
        self.assertIn("no TLS authority is trusted", self.ask(6, "register", self.rig.token()))

        self.assertIn("vouches for TLS servers", self.ask(0, "trust", "import", self.rig.ssm_dir / "tls-ca.pem"))
        self.ask(8, "register", self.rig.token())  # SSM is reached, but nobody vouches for its signer
        self.ask(0, "trust", "import", self.rig.ssm_dir / "ssm-root.pem", "--message", "--name", "lab-root")
        self.ask(0, "register", self.rig.token(), "--force")  # SSM has registered; it was its answer that was not trusted
        listed = self.ask(0, "trust", "list")
        self.assertIn("imported as tls-ca.pem", listed)
        self.assertIn("imported as lab-root.pem", listed)

        self.rig.kill_daemon()
        self.rig.start_daemon()
        self.ask(0, "renew", "authorization")
        self.ask(0, "trust", "remove", "lab-root")
        self.ask(8, "renew", "authorization")
        self.assertIn("trust_removed", self.rig.log())

    def test_what_must_not_be_trusted_is_refused(self):
        self.rig.start_daemon()
        key = self.rig.dir / "key.pem"
        key.write_text("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n")
        self.assertIn("private key", self.ask(2, "trust", "import", key))
        self.assertNotIn("MIIB", self.rig.log())
        self.assertIn("remove the file", self.ask(3, "trust", "remove", "tls-ca.pem"))  # put there by hand
        self.ask(3, "trust", "remove", "nothing")

    def other_address(self):
        """The same SSM under another spelling of its URL."""
        self.assertIn("//127.0.0.1:", self.rig.url)
        return self.rig.url.replace("/SmartTransport", "/licservice/license")

    def test_registered_a_way_that_does_not_answer_changes_nothing(self):
        self.rig.start_daemon()
        self.rig.register()
        said = self.ask(6, "transport", "gateway", f"https://127.0.0.1:{closed_port()}/SmartTransport")
        self.assertIn("nothing was changed", said)
        self.assertIn("refused", said)
        self.assertEqual(self.rig.status()["transport"]["url"], self.rig.url)
        self.assertIn("REFUSED on", self.ask(0, "transport", "show"))
        self.ask(0, "renew", "authorization")

    def test_registered_a_way_that_answers_holds_over_restarts_until_reset(self):
        self.rig.start_daemon()
        self.rig.register()
        before = len(self.rig.admin("GET", "/admin/instances")["instances"])
        said = self.ask(0, "license", "smart", "transport", "gateway", self.other_address())
        self.assertIn("It was tried first and answers", said)
        self.ask(0, "renew", "authorization")
        self.rig.kill_daemon()
        self.rig.start_daemon()
        transport = self.rig.status()["transport"]
        self.assertEqual((transport["url"], transport["set_by"]), (self.other_address(), "command"))
        self.ask(0, "renew", "authorization")
        self.ask(0, "transport", "reset")
        self.assertEqual(self.rig.status()["transport"]["set_by"], "file")
        self.assertEqual(len(self.rig.admin("GET", "/admin/instances")["instances"]), before)

    def test_registered_the_mode_changes_with_its_path(self):
        self.rig.start_daemon()
        self.rig.register()
        said = self.ask(0, "transport", "mode", "call-home")
        self.assertIn("deprecated by the vendor", said)
        transport = self.rig.status()["transport"]
        self.assertEqual(transport["mode"], "call-home")
        self.assertTrue(transport["url"].endswith("/Transportgateway/services/DeviceRequestHandler"))
        self.assertIn("Note: Smart Call Home is deprecated", self.ask(0, "status"))
        self.ask(0, "renew", "authorization")
        self.ask(0, "transport", "mode", "smart")
        self.ask(0, "renew", "authorization")
        self.assertEqual(self.rig.status()["transport"]["url"], self.rig.url)

    def test_unregistered_a_way_that_does_not_answer_is_stored_and_said(self):
        self.rig.start_daemon()
        said = self.ask(0, "transport", "gateway", f"https://127.0.0.1:{closed_port()}/SmartTransport")
        self.assertIn("It does not answer yet", said)
        self.assertIn("What helps", said)
        self.assertEqual(self.rig.status()["transport"]["set_by"], "command")

    def test_a_password_never_shows(self):
        self.rig.start_daemon()
        secret = self.rig.dir / "proxy-password"
        secret.write_text("geheim\n")
        secret.chmod(0o600)
        port = closed_port()
        self.ask(0, "transport", "proxy", "127.0.0.1", port, "--user", "agent", "--password-file", secret)
        shown = self.ask(0, "transport", "show") + self.ask(0, "transport", "show", "--json") + self.ask(0, "status")
        shown += self.ask(0, "config", "show") + self.ask(0, "events") + self.rig.log()
        self.assertIn("user agent", shown)
        self.assertNotIn("geheim", shown)
        secret.chmod(0o644)
        self.assertIn("every user", self.ask(2, "transport", "proxy", "127.0.0.1", port, "--user", "agent",
                                             "--password-file", secret))

    def test_host_name_privacy_holds_from_the_next_request_on(self):
        self.rig.start_daemon()
        self.rig.register()
        host = socket.gethostname()
        self.assertIn(f'"host_identifier": "{host}"', self.pretty(self.last_exchange()))

        preview = self.ask(0, "privacy", "hostname", "on", "--preview")
        self.assertIn("hostname: None", preview)
        self.assertIn("product_instance_name: 059d8a992467", preview)
        self.assertIn("off: the host name is told", self.ask(0, "privacy", "show"))

        self.ask(0, "license", "smart", "hostname", "enable")
        self.ask(0, "renew", "authorization")
        self.assertNotIn(host, self.pretty(self.last_exchange()))
        self.assertIn("product.hostname_privacy: set by command, wins over the file", self.ask(0, "config", "show"))

        self.rig.kill_daemon()
        self.rig.start_daemon()
        self.ask(0, "renew", "authorization")
        self.assertNotIn(host, self.pretty(self.last_exchange()))
        self.ask(0, "privacy", "hostname", "off")
        self.ask(0, "renew", "authorization")
        self.assertIn(f'"host_identifier": "{host}"', self.pretty(self.last_exchange()))

    def pretty(self, exchange):
        return json.dumps(exchange["request_data"])


if __name__ == "__main__":
    unittest.main()
