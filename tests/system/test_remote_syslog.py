"""Alarms on a real rsyslogd: RFC 5424 over UDP, TCP and TLS, nothing lost while it is killed and away; what the lines say."""

import json
import re
import sys
import unittest

import lab_rig
import rsyslog

BUILD = sys.argv.pop(1)
LINE = re.compile(r"%UC_LIB_LICENSE-([0-7])-([A-Z_]+): %\[.*\[?AppID=Cisco Unified CCX Cluster View Daemon\]\[ClusterID=\]\[NodeID=[^\]]*\]: .+\.$")


class Site(lab_rig.Rig):
    """A registered product with a syslog server."""

    def __init__(self, ways=rsyslog.WAYS):
        super().__init__(BUILD)
        self.rsyslog = rsyslog.Rsyslog(self.dir / "rsyslog")
        servers = ", ".join(f'"{server}"' for server in self.rsyslog.servers(*ways))
        self.extra = f'[syslog]\nservers = [{servers}]\nca_file = "{self.rsyslog.ca}"\n'

    def close(self):
        self.rsyslog.stop()
        super().close()

    def fail_once(self):
        """One exchange fails, the next succeeds: COMMUNICATION_FAILURE is raised and cleared."""
        self.admin("POST", "/admin/faults", {"match": {}, "count": 1, "fault": {"kind": "http_status", "status": 503}})
        self.ctl("renew", "authorization", check=False)
        self.ctl("renew", "authorization")

    def wait_for_messages(self, count, way, seconds=30):
        wait = lambda: len(self.unlike(way)) >= count
        lab_rig.wait_for(wait, lambda: f"{count} messages by {way}; there are {self.rsyslog.messages()}; {self.log()}", seconds)

    def tell_once(self):
        """Registered, an alarm raised and cleared, and both arrived by every way."""
        self.rsyslog.start()
        self.start_lab()
        self.start_daemon()
        self.register()
        self.fail_once()
        for way in rsyslog.WAYS:
            self.wait_for_messages(2, way)

    def doctor_says(self):
        """The step of doctor about syslog servers: its text, and whether it is a warning."""
        steps = json.loads(self.ctl("doctor", "--json", check=False).stdout)["steps"]
        step = next(step for step in steps if step["name"] == "syslog_servers")
        return step["text"], step["warning"]

    def unlike(self, way):
        """The messages of one way, each once: what came twice has the same sequenceId."""
        return list({re.search(r'sequenceId="(\d+)"', message["data"])[1]: message for message in self.rsyslog.messages(way)}.values())


class RemoteSyslog(unittest.TestCase):
    def test_alarms_arrive_by_every_way(self):
        with Site() as site:
            site.tell_once()
            for way in rsyslog.WAYS:
                raised, cleared = site.unlike(way)[:2]
                self.assertEqual([raised["kind"], raised["app"], raised["process"]],
                                 ["COMMUNICATION_FAILURE", "smart-agentd", str(site.daemon.pid)])
                self.assertEqual(raised["priority"], "27")
                self.assertEqual(cleared["priority"], "30")
                self.assertTrue(raised["time"].startswith("2026-03-02T00:00:0"), raised["time"])
                self.assertRegex(raised["text"], LINE)
                self.assertIn("[smartAgent@32473 alarm=\"COMMUNICATION_FAILURE\" state=\"raised\"", raised["data"])
                self.assertIn("state=\"cleared\"", cleared["data"])
            self.assertNotIn("syslog_server_away", site.log())

    def test_nothing_is_lost_while_the_server_is_killed_and_away(self):
        with Site() as site:
            site.tell_once()
            site.rsyslog.kill()
            for _ in range(3):
                site.fail_once()
            lab_rig.wait_for(lambda: site.log().count("syslog_server_away") == 3, lambda: "away: " + site.log())
            site.fail_once()
            text, is_warning = site.doctor_says()
            self.assertTrue(is_warning, text)
            for server in site.rsyslog.servers(*rsyslog.WAYS):
                self.assertIn(f"{server}: ", text)
            site.rsyslog.start()
            for way in rsyslog.WAYS:
                site.wait_for_messages(10, way, 90)
                told = [re.search(r'state="(\w+)"', message["data"])[1] for message in site.unlike(way)]
                self.assertEqual(told, ["raised", "cleared"] * 5)
            lab_rig.wait_for(lambda: site.log().count("syslog_server_back") == 3, lambda: "back: " + site.log(), 60)
            self.assertEqual(site.log().count("syslog_server_away"), 3)
            self.assertEqual(site.doctor_says(), ("3 servers, no trouble known", False))

    def test_what_holds_is_told_again_after_a_restart(self):
        with Site(ways=["tls"]) as site:
            site.start_lab()
            site.start_daemon()
            site.register()
            site.admin("POST", "/admin/faults", {"match": {}, "count": 1000, "fault": "close"})
            site.ctl("renew", "authorization", check=False)
            site.kill_daemon()
            site.rsyslog.start()
            site.start_daemon()
            site.wait_for_messages(1, "tls")
            self.assertIn('alarm="COMMUNICATION_FAILURE" state="reminded"', site.unlike("tls")[0]["data"])


if __name__ == "__main__":
    reason = rsyslog.why_not()
    if reason:
        print(f"skipped: {reason}")
        sys.exit(77)
    unittest.main()
