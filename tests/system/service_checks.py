"""What the installed service does under a booted systemd, whatever put it there: for a TestCase of any way to install.

    class Installed(ServiceChecks, unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            cls.machine = ...                        # machine.Machine, with everything installed
            cls.lab_program = "/usr/bin/ssm-lab"     # as seen in the machine
            cls.prepare()                            # configures, starts, registers; once

Each check leaves the service running, registered, with its first configuration.
"""

import base64
import contextlib
import json
import subprocess
import threading
import time

import machine_lab
from machine_lab import CONFIG, TRANSPORT
from product_client import ProductClient, ask_health, sign_in

HEAD = machine_lab.PRODUCT + """[api]
product_users = ["nobody"]
[usage]
lease_seconds = 1
"""
# What the service does when it stops has this long (issue: within a second).
STOP_SECONDS = 1.0

# A peer of the service, run in the machine: accepts everything and says nothing.
SILENT_SERVER = """
import socket, sys
door = socket.create_server(("127.0.0.1", int(sys.argv[1])))
kept = []
while True:
    kept.append(door.accept())
"""
# A proxy that writes down how it was asked, and refuses even who gives the password.
PROXY = """
import socket, sys
door = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    peer, _ = door.accept()
    asked = peer.recv(65536)
    open("/run/proxy-was-asked", "ab").write(asked)
    peer.sendall(b"HTTP/1.1 407 Who are you?\\r\\nProxy-Authenticate: Basic realm=\\"check\\"\\r\\nContent-Length: 0\\r\\n"
                 b"Connection: close\\r\\n\\r\\n")
    peer.close()
"""
# One sign-in by a process that ends at once.
SHORT_LIFE = """
import json, socket
end = socket.socket(socket.AF_UNIX)
end.connect("/run/smart-agent/product.sock")
end.sendall(json.dumps({"op": "sign_in", "id": "short-life", "capabilities": ["inbound_voice"]}).encode() + b"\\n")
print(end.recv(4096).decode())
"""


class ServiceChecks:
    lab_program = machine_lab.BUILT_LAB

    # What the checks are made of.

    @classmethod
    def shell(cls, script, check=True):
        return cls.machine.shell(script, check=check)

    @classmethod
    def write(cls, path, text):
        machine_lab.write(cls.machine, path, text)

    @classmethod
    def start_lab_ssm(cls):
        machine_lab.start(cls.machine, cls.lab_program)

    @classmethod
    def configure(cls, more="", transport=TRANSPORT):
        cls.write(CONFIG, HEAD + transport + more)

    @classmethod
    def prepare(cls):
        cls.start_lab_ssm()
        cls.configure()
        cls.shell("systemctl restart smart-agentd")
        cls.register()

    @classmethod
    def register(cls):
        machine_lab.register(cls.machine, cls.lab_program)

    @classmethod
    def status(cls):
        return json.loads(cls.machine.run("smart-agentctl", "status", "--json").stdout)

    @classmethod
    def instance(cls):
        return cls.status()["registration"]["instance_id"]

    @classmethod
    def show(cls, name):
        return cls.machine.run("systemctl", "show", "-P", name, "smart-agentd").stdout.strip()

    @classmethod
    def journal(cls):
        return cls.machine.run("journalctl", "--no-pager", "-o", "cat", "-u", "smart-agentd").stdout

    @classmethod
    def wait(cls, condition, what, seconds=30):
        return cls.machine.wait(condition, what, seconds)

    @classmethod
    def socket(cls, name):
        """A socket of the service as this process, outside, can connect to it."""
        return f"/proc/{cls.machine.leader}/root/run/smart-agent/{name}.sock"

    @classmethod
    @contextlib.contextmanager
    def drop_in(cls, text):
        place = "/run/systemd/system/smart-agentd.service.d"
        cls.shell(f"mkdir -p {place}")
        cls.write(f"{place}/check.conf", "[Service]\n" + text)
        cls.shell("systemctl daemon-reload && systemctl restart smart-agentd")
        try:
            yield
        finally:
            cls.shell(f"rm {place}/check.conf && systemctl daemon-reload && systemctl reset-failed smart-agentd; "
                      "systemctl restart smart-agentd")

    @classmethod
    @contextlib.contextmanager
    def program(cls, name, text, port):
        """A server in the machine, as a unit of that name."""
        cls.write(f"/run/{name}.py", text)
        cls.shell(f"systemd-run --quiet --unit={name} /usr/bin/python3 /run/{name}.py {port}")
        cls.wait(lambda: cls.shell(f"grep -q ':{port:04X} 00000000:0000 0A' /proc/net/tcp", check=False).returncode == 0, name)
        try:
            yield
        finally:
            cls.shell(f"systemctl stop {name}")

    def setUp(self):
        self.shell("systemctl reset-failed smart-agentd; systemctl start smart-agentd")

    def restarts(self):
        return int(self.show("NRestarts"))

    # The checks.

    def test_ready_with_a_status_line_and_sockets_for_everybody(self):
        shown = self.machine.run("systemctl", "status", "--no-pager", "smart-agentd").stdout
        self.assertIn("Active: active (running)", shown)
        self.assertRegex(shown, r'Status: ".*[Rr]egistered')
        self.assertEqual(self.shell("stat -c '%U %a' /var/lib/smart-agent").stdout.split(), ["smart-agent", "700"])
        modes = self.shell("stat -c '%a' /run/smart-agent/control.sock /run/smart-agent/product.sock").stdout.split()
        self.assertEqual(modes, ["666", "666"])

    def test_a_loop_that_hangs_is_killed_and_started_again(self):
        instance = self.instance()
        with self.drop_in("WatchdogSec=5\n"):
            time.sleep(7)
            self.assertEqual(self.restarts(), 0, "a loop that turns feeds the watchdog")
            self.shell(f"kill -STOP {self.show('MainPID')}")
            self.wait(lambda: self.restarts() == 1, "the watchdog", 40)
            self.assertIn("Watchdog timeout", self.journal())
            self.assertEqual(self.instance(), instance)

    def test_the_shipped_watchdog_costs_at_most_two_wake_ups_a_minute(self):
        self.assertIn(self.show("WatchdogUSec"), ("1min", "1min 15s", "1min 30s"))

    def test_a_killed_daemon_comes_back_with_its_state(self):
        instance = self.instance()
        before = self.restarts()
        self.machine.run("systemctl", "kill", "--signal=SIGKILL", "smart-agentd")
        self.assertEqual(self.instance(), instance)  # waits in the socket for the daemon to come back
        self.assertEqual(self.restarts(), before + 1)

    def test_a_request_starts_a_daemon_that_does_not_run(self):
        self.machine.run("systemctl", "stop", "smart-agentd")
        self.assertEqual(self.show("ActiveState"), "inactive")
        self.assertEqual(self.status()["registration"]["state"], "registered")
        self.assertEqual(self.show("ActiveState"), "active")

    def test_a_sign_in_that_waits_in_the_socket_is_answered(self):
        self.machine.run("systemctl", "kill", "--signal=SIGKILL", "smart-agentd")
        client = ProductClient(self.socket("product"))
        self.addCleanup(client.close)
        self.assertTrue(client.ask([sign_in("early")])[0]["ok"])

    def test_restarts_lose_no_request(self):
        outcomes, stop = [], threading.Event()

        def ask():
            while not stop.is_set():
                outcomes.append(ask_health(self.socket("control")))

        askers = [threading.Thread(target=ask) for _ in range(4)]
        for asker in askers:
            asker.start()
        try:
            for _ in range(4):
                self.machine.run("systemctl", "restart", "smart-agentd")
                time.sleep(0.2)
        finally:
            stop.set()
            for asker in askers:
                asker.join()
            self.shell("systemctl reset-failed smart-agentd")  # the restarts count against its limit
        self.assertGreater(len(outcomes), 100)
        self.assertEqual([outcome for outcome in outcomes if not outcome.startswith(b"HTTP/1.1 200")], [])

    def test_a_bad_file_at_the_start_ends_the_knocking_until_it_is_corrected(self):
        self.addCleanup(self.restore)
        self.shell("systemctl stop smart-agentd")
        self.configure('[syslog]\nform = "demon"\n')
        self.assertEqual(self.machine.run("smart-agentctl", "status", check=False).returncode, 75)
        self.wait(lambda: self.shell("systemctl is-failed smart-agentd.socket", check=False).returncode == 0, "the end of the tries")
        self.configure()
        self.shell("systemctl reset-failed smart-agentd && systemctl start smart-agentd")
        self.assertEqual(self.shell("systemctl is-active smart-agentd smart-agentd.socket").stdout.split(), ["active", "active"])

    def test_a_reload_takes_a_good_file(self):
        self.configure('[syslog]\ncluster_id = "west"\n[policy]\ntolerance_minutes = 30\n')
        self.addCleanup(self.restore)
        process = self.show("MainPID")
        self.machine.run("systemctl", "reload", "smart-agentd")
        self.wait(lambda: "reloaded changed=syslog.cluster_id" in self.journal(), "the reload")
        self.assertIn("policy.tolerance_minutes changed; it is taken at the next start", self.journal())
        self.assertEqual(self.status()["cluster_id"], "west")
        self.assertEqual(self.show("MainPID"), process)
        self.assertIn("restart to take policy.tolerance_minutes", self.show("StatusText"))
        self.assertEqual(self.show("ActiveState"), "active")

    def test_a_reload_with_a_bad_file_fails_and_changes_nothing(self):
        self.configure('[syslog]\ncluster_id = "lost"\nform = "demon"\n')
        self.addCleanup(self.restore)
        done = self.machine.run("systemctl", "reload", "smart-agentd", check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertRegex(self.journal(), r"smart-agent\.toml:14:8: error: ")
        self.assertEqual(self.show("ActiveState"), "active")
        self.assertNotEqual(self.status()["cluster_id"], "lost")

    def test_a_bare_signal_with_a_bad_file_changes_nothing_and_says_so(self):
        self.configure('[syslog]\ncluster_id = "lost"\nform = "demon"\n')
        self.addCleanup(self.restore)
        self.machine.run("systemctl", "kill", "--signal=SIGHUP", "smart-agentd")
        self.wait(lambda: "reload_refused problems=1" in self.journal(), "the refusal")
        self.assertRegex(self.show("StatusText"), r"reload refused, the running configuration stays: \S*smart-agent\.toml:14:8: error: ")
        self.assertNotEqual(self.status()["cluster_id"], "lost")
        self.configure()
        self.machine.run("systemctl", "reload", "smart-agentd")
        self.wait(lambda: "refused" not in self.show("StatusText"), "the status line without the complaint")

    def restore(self):
        self.configure()
        self.shell("systemctl restart smart-agentd")

    def test_a_rotated_log_goes_on_in_a_new_file(self):
        self.addCleanup(self.restore)
        self.configure('[log]\ntarget = "file"\n')
        self.machine.run("systemctl", "reload", "smart-agentd")
        log = "/var/log/smart-agent/smart-agent.log"
        self.wait(lambda: self.shell(f"grep -q reloaded {log}", check=False).returncode == 0, "the log file")
        self.shell(f"mv {log} {log}.1")
        self.machine.run("systemctl", "reload", "smart-agentd")
        self.wait(lambda: self.shell(f"grep -q reloaded {log}", check=False).returncode == 0, "the new log file")
        self.assertEqual(self.shell(f"stat -c '%U %a' {log}").stdout.split(), ["smart-agent", "600"])

    def test_rights_given_by_a_reload_hold(self):
        ask = "systemd-run --quiet --wait --pipe --uid=daemon smart-agentctl status"
        self.assertNotEqual(self.shell(ask, check=False).returncode, 0)
        self.addCleanup(self.restore)
        self.write(CONFIG, HEAD.replace("[api]", '[api]\nmonitor_group = "daemon"') + TRANSPORT)
        self.machine.run("systemctl", "reload", "smart-agentd")
        self.wait(lambda: self.shell(ask, check=False).returncode == 0, "the right to look")

    def test_it_stops_within_a_second_whatever_it_does(self):
        self.addCleanup(self.restore)
        # A unit that names the service keeps systemd from forgetting its stamps as soon as it has stopped.
        self.shell("systemd-run --quiet --unit=keeper --property=After=smart-agentd.service sleep 600")
        self.addCleanup(self.shell, "systemctl stop keeper")
        with self.program("silent", SILENT_SERVER, 8555):
            self.configure(transport=TRANSPORT.replace("8443", "8555"))
            self.machine.run("systemctl", "restart", "smart-agentd")
            for pause in (0, 0.05, 0.5):
                with self.subTest(pause=pause):
                    self.stop_in_the_middle(pause)

    def stop_in_the_middle(self, pause):
        clients = [ProductClient(self.socket(name)) for name in ("control", "product") for _ in range(20)]
        clients[-1].send([{"op": "subscribe"}])
        # A renewal makes a key, then waits for an answer of SSM that never comes.
        renewals = [subprocess.Popen(self.machine.inside("smart-agentctl", "renew", what), stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL) for what in ("registration", "authorization")]
        doctor = subprocess.Popen(self.machine.inside("smart-agentctl", "doctor"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(pause)
        self.machine.run("systemctl", "stop", "smart-agentd.socket", "smart-agentd.service")
        # By systemd's own stamps, in microseconds: from its signal to the end of the process.
        took = int(self.show("InactiveEnterTimestampMonotonic")) - int(self.show("ActiveExitTimestampMonotonic"))
        self.assertGreater(took, 0)
        self.assertLess(took / 1e6, STOP_SECONDS, "seconds")
        self.assertEqual(self.show("Result"), "success")
        for client in clients:
            client.close()
        for process in (*renewals, doctor):
            process.wait(30)
        self.shell("systemctl start smart-agentd")

    def test_a_secret_of_root_reaches_the_proxy_as_a_credential(self):
        self.addCleanup(self.restore)
        self.write("/etc/smart-agent/proxy-password", "open sesame\n")
        self.shell("chown root:root /etc/smart-agent/proxy-password && chmod 600 /etc/smart-agent/proxy-password")
        proxy = TRANSPORT.replace("gateway", "proxy") + ('[transport.proxy]\nhost = "127.0.0.1"\nport = 8556\nuser = "agent"\n'
                                                        'password_file = "credential:proxy-password"\n')
        with self.program("proxy", PROXY, 8556):
            self.configure(transport=proxy)
            refused = self.machine.run("systemctl", "restart", "smart-agentd", check=False)
            self.assertNotEqual(refused.returncode, 0)
            self.assertIn("add LoadCredential=proxy-password:FILE to the unit", self.journal())
            with self.drop_in("LoadCredential=proxy-password:/etc/smart-agent/proxy-password\n"):
                self.machine.run("smart-agentctl", "transport", "test", check=False)
                self.configure()  # the drop-in goes, and with it the credential
                login = base64.b64encode(b"agent:open sesame").decode()
                self.assertIn(f"Proxy-Authorization: Basic {login}", self.shell("cat /run/proxy-was-asked").stdout)

    def test_the_sessions_of_a_product_end_with_its_process(self):
        """R-USE-9 under the sandbox: the process of another user is seen by the daemon."""
        self.write("/run/short-life.py", SHORT_LIFE)
        answer = self.shell("systemd-run --quiet --wait --pipe --uid=nobody /usr/bin/python3 /run/short-life.py").stdout
        self.assertTrue(json.loads(answer)["ok"], answer)
        self.wait(lambda: "short-life" not in self.machine.run("smart-agentctl", "seats").stdout, "the lease of one second to end", 10)

    def test_names_are_resolved_without_netlink(self):
        self.addCleanup(self.restore)
        self.shell("touch /etc/hosts && cp /etc/hosts /run/hosts-before && echo '127.0.0.1 ssm.lab.test' >> /etc/hosts")
        self.addCleanup(self.shell, "cp /run/hosts-before /etc/hosts")
        self.configure(transport=TRANSPORT.replace("127.0.0.1", "ssm.lab.test"))
        self.machine.run("systemctl", "reload", "smart-agentd")
        tested = self.machine.run("smart-agentctl", "transport", "test", check=False)
        self.assertIn("127.0.0.1", tested.stdout + tested.stderr)
