"""The Debian packages on a booted systemd: installed, configured, upgraded, downgraded, removed and purged with dpkg.

Exits 77 (skipped) where no container can be booted or packages cannot be built.
"""

import filecmp
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import unittest

import machine_lab
import rsyslog
from guide_text import guide_blocks
from machine_lab import CONFIG, CONFIGURATION
from package_machine import PACKAGES, PackageMachine, build_packages, why_not, with_version
from product_client import ask_health
from service_checks import ServiceChecks

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
FOLDER = tempfile.TemporaryDirectory(prefix="smart-agent-packages-")
STATE = "/var/lib/smart-agent/state.db"
# What schema 6 brought, taken back (tests/persistence/older_state_test.cpp).
TO_SCHEMA_5 = """DELETE FROM sections WHERE name = 'reservation';
UPDATE sections SET json = json_remove(json, '$.licensing_mode') WHERE name = 'installation';
PRAGMA user_version = 5;"""


def setUpModule():
    folder = pathlib.Path(FOLDER.name)
    unittest.addModuleCleanup(FOLDER.cleanup)
    found = build_packages(BUILD, folder)
    global DAEMON, LAB_PACKAGE, OLDER, NEWER
    DAEMON, LAB_PACKAGE = found["smart-agent"], found["smart-agent-lab"]
    global VERSION, NEWEST  # what the daemon calls itself, and the schema that it writes
    told = subprocess.run([BUILD / "daemon/app/smart-agentd", "--version"], check=True, capture_output=True, text=True).stdout.split()
    VERSION, NEWEST = told[1], int(told[-1])

    def other_conffile(tree):
        shipped = tree / "etc/smart-agent/smart-agent.toml"
        shipped.write_text("# Configuration of an older version.\n" + shipped.read_text())

    OLDER = with_version(DAEMON, "0.0.9", other_conffile)
    NEWER = with_version(DAEMON, "99.0")


class Contents(unittest.TestCase):
    def files(self, package):
        listed = subprocess.run(["dpkg-deb", "--contents", package], check=True, capture_output=True, text=True).stdout
        return [line.split(None, 5)[5].removeprefix(".") for line in listed.splitlines() if not line.startswith("d")]

    def test_the_daemons_package_holds_nothing_of_the_lab(self):
        files = self.files(DAEMON)
        for place in ("/usr/sbin/smart-agentd", "/usr/bin/smart-agentctl", "/lib/systemd/system/smart-agentd.service",
                      "/lib/systemd/system/smart-agentd.socket", "/usr/share/man/man8/smart-agentd.8.gz",
                      "/usr/lib/sysusers.d/smart-agent.conf", "/usr/lib/systemd/catalog/smart-agent.catalog",
                      "/usr/share/smart-agent/catalogs/uccx-12.5.toml",
                      "/etc/smart-agent/smart-agent.toml", "/etc/logrotate.d/smart-agent",
                      "/usr/share/bash-completion/completions/smart-agentctl", "/usr/share/zsh/vendor-completions/_smart-agentctl"):
            self.assertIn(place, files)
        self.assertEqual([name for name in files if "lab" in name.lower() or name.endswith((".pem", ".key", ".crt"))], [])

    def test_the_labs_package_holds_no_root_and_no_key(self):
        files = self.files(LAB_PACKAGE)
        self.assertIn("/usr/bin/ssm-lab", files)
        self.assertEqual([name for name in files if name.endswith((".pem", ".key", ".crt"))], [])
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["dpkg-deb", "--extract", LAB_PACKAGE, folder], check=True)
            program = (pathlib.Path(folder) / "usr/bin/ssm-lab").read_bytes()
        for begun in (b"-----BEGIN CERTIFICATE-----\nM", b"PRIVATE KEY-----\nM"):
            self.assertNotIn(begun, program)

    def test_no_page_of_the_package_leads_where_nothing_is(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["dpkg-deb", "--extract", DAEMON, folder], check=True)
            pages = pathlib.Path(folder) / "usr/share/doc/smart-agent"
            links = [(page.name, link) for page in pages.glob("*.md") for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())]
            self.assertGreater(len(links), 10)
            self.assertEqual([(page, link) for page, link in links if not (pages / link).exists()], [])

    def test_the_version_is_the_daemons_own(self):
        version = subprocess.run(["dpkg-deb", "--field", DAEMON, "Version"], check=True, capture_output=True, text=True).stdout
        self.assertEqual(version.strip(), VERSION)

    def test_packed_again_they_are_the_same_to_the_last_byte(self):
        with tempfile.TemporaryDirectory(prefix="smart-agent-packages-") as folder:
            again = build_packages(BUILD, pathlib.Path(folder))
            self.assertEqual(set(again), {"smart-agent", "smart-agent-lab"})
            for name, package in again.items():
                first = DAEMON if name == "smart-agent" else LAB_PACKAGE
                self.assertTrue(filecmp.cmp(package, first, shallow=False), f"{name} differs")

    def test_lintian_finds_nothing(self):
        changes = next(pathlib.Path(FOLDER.name).glob("*.changes"))
        done = subprocess.run(["lintian", "--allow-root", "--fail-on", "error,warning", changes], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Receiver(rsyslog.Rsyslog):
    """A real rsyslogd in the machine, which sees its folder under the same name."""

    def start_in(self, machine):
        machine.shell(f"systemd-run --quiet --unit=receiver {rsyslog.PROGRAM} -n -f {self.config} -i {self.dir}/pid")
        machine.wait(lambda: f":{self.ports['tls']} " in machine.shell("ss -ltn").stdout, "rsyslogd")


class Service(ServiceChecks, unittest.TestCase):
    """What is asked of the service however it was installed, asked of the packages."""

    lab_program = machine_lab.PACKAGED_LAB

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="smart-agent-rsyslog-", dir="/var/tmp")
        cls.addClassCleanup(folder.cleanup)
        cls.receiver = Receiver(pathlib.Path(folder.name) / "rsyslog")
        cls.machine = PackageMachine(FOLDER.name, [f"--bind={folder.name}"])
        cls.addClassCleanup(cls.machine.close)
        cls.machine.install(DAEMON)
        cls.machine.install(LAB_PACKAGE)
        cls.prepare()

    def lose_ssm(self):
        """The alarm COMMUNICATION_FAILURE, by the cause that gave it its name."""
        self.machine.run("systemctl", "stop", "lab")
        self.addCleanup(self.find_ssm_again)
        self.assertEqual(self.machine.run("smart-agentctl", "renew", "authorization", check=False).returncode, 6)

    def find_ssm_again(self):
        self.shell("systemctl reset-failed lab", check=False)
        self.wait(lambda: self.machine.run("systemctl", "show", "-P", "LoadState", "lab").stdout.strip() == "not-found", "the unit to go")
        self.start_lab_ssm()
        self.machine.run("smart-agentctl", "renew", "authorization")

    def test_an_alarm_is_found_in_the_journal(self):
        self.lose_ssm()
        found = self.machine.run("journalctl", "--no-pager", "-o", "cat", "SMART_AGENT_ALARM=COMMUNICATION_FAILURE").stdout
        self.assertRegex(found, r"%UC_LIB_LICENSE-3-COMMUNICATION_FAILURE: %\[.*NodeID=.*\]: Communication with SSM fails\.")

    def test_the_journal_explains_the_alarm(self):
        self.lose_ssm()
        explained = self.machine.run("journalctl", "--no-pager", "-x", "SMART_AGENT_ALARM=COMMUNICATION_FAILURE").stdout
        self.assertRegex(explained, r"Subject: COMMUNICATION_FAILURE \(\w+\): Communication with SSM fails\.")
        self.assertIn("Defined-By: smart-agent", explained)

    def test_an_alarm_reaches_a_real_rsyslog_over_tls(self):
        if reason := rsyslog.why_not():
            self.skipTest(reason)
        self.addCleanup(self.restore)
        self.write("/etc/smart-agent/syslog-ca.pem", pathlib.Path(self.receiver.ca).read_text())
        self.receiver.start_in(self.machine)
        self.addCleanup(self.machine.run, "systemctl", "stop", "receiver")
        server = self.receiver.servers("tls")[0]
        self.configure(f'[syslog]\nservers = ["{server}"]\nca_file = "/etc/smart-agent/syslog-ca.pem"\n')
        self.machine.run("systemctl", "restart", "smart-agentd")
        self.lose_ssm()
        found = lambda: [message for message in self.receiver.messages("tls") if message["kind"] == "COMMUNICATION_FAILURE"]
        message = self.wait(found, "the alarm at rsyslog")[0]
        self.assertEqual([message["app"], message["process"]], ["smart-agentd", self.show("MainPID")])
        self.assertRegex(message["text"], r"%UC_LIB_LICENSE-3-COMMUNICATION_FAILURE: %\[.*NodeID=.*\]: Communication with SSM fails\.")
        self.assertIn('[smartAgent@32473 alarm="COMMUNICATION_FAILURE" state="raised"', message["data"])


class Life(unittest.TestCase):
    """Every test has a machine of its own, as it was before anything of ours came to it."""

    def setUp(self):
        self.machine = PackageMachine(FOLDER.name)
        self.addCleanup(self.machine.close)

    def show(self, name, unit="smart-agentd.service"):
        return self.machine.run("systemctl", "show", "-P", name, unit).stdout.strip()

    def status(self):
        return json.loads(self.machine.run("smart-agentctl", "status", "--json").stdout)

    def instance(self):
        return self.status()["registration"]["instance_id"]

    def configure(self, text=CONFIGURATION):
        machine_lab.write(self.machine, CONFIG, text)

    def start_lab(self):
        self.machine.install(LAB_PACKAGE)
        machine_lab.start(self.machine, machine_lab.PACKAGED_LAB)

    def install_and_register(self, package):
        self.machine.install(package)
        self.start_lab()
        self.configure()
        self.machine.run("systemctl", "start", "smart-agentd")
        machine_lab.register(self.machine, machine_lab.PACKAGED_LAB)
        return self.instance()

    def sql(self, text):
        """In the state, by a program of this machine."""
        self.machine.run("python3", "-c", f"import sqlite3; state = sqlite3.connect({STATE!r}); state.executescript({text!r}); "
                                          "state.execute('PRAGMA wal_checkpoint(TRUNCATE)'); state.close()")

    def schema(self):
        number = self.machine.run("od", "-An", "-tu4", "--endian=big", "-j60", "-N4", STATE).stdout
        return int(number)

    def test_a_fresh_installation_starts_nothing_and_says_what_to_do(self):
        said = self.machine.install(DAEMON).stdout
        self.assertIn("error: product.catalog is missing; it has no default", said)
        self.assertIn("smart-agent: installed and enabled, but not started, because the configuration is not complete", said)
        self.assertIn("in a file of your own, /etc/smart-agent/conf.d/10-product.toml, then: "
                      "runuser -u smart-agent -- smart-agentd --check-config && systemctl start smart-agentd", said)
        self.assertEqual(self.show("ActiveState"), "inactive")
        self.assertEqual(self.show("UnitFileState"), "enabled")
        self.assertEqual(self.machine.shell("id -nG smart-agent").stdout.split(), ["smart-agent"])
        self.machine.shell("getent group smart-agent-admin smart-agent-monitor")
        self.assertEqual(self.machine.shell("test -e /var/lib/smart-agent", check=False).returncode, 1)
        self.configure()
        self.machine.shell("smart-agentd --check-config && systemctl start smart-agentd")
        self.assertEqual(self.status()["registration"]["state"], "unregistered")
        self.assertEqual(self.machine.shell("stat -c '%U %a' /var/lib/smart-agent").stdout.split(), ["smart-agent", "700"])

    def test_a_configuration_laid_out_before_starts_at_once(self):
        self.machine.shell("mkdir -p /etc/smart-agent/conf.d")
        machine_lab.write(self.machine, "/etc/smart-agent/conf.d/site.toml", CONFIGURATION)
        said = self.machine.install(DAEMON).stdout
        self.assertNotIn("not started", said)
        self.assertEqual(self.show("ActiveState"), "active")

    def test_an_upgrade_restarts_and_keeps_everything(self):
        instance = self.install_and_register(OLDER)
        process = self.show("MainPID")
        said = self.machine.install(DAEMON).stdout
        self.assertNotIn("smart-agent: ", said)
        self.assertNotEqual(self.show("MainPID"), process)
        self.assertEqual(self.instance(), instance)
        self.assertEqual(self.machine.shell("cat /etc/smart-agent/smart-agent.toml").stdout, CONFIGURATION)
        self.assertIn("#catalog", self.machine.shell("cat /etc/smart-agent/smart-agent.toml.dpkg-dist").stdout)

    def test_an_upgrade_leaves_stopped_what_was_stopped(self):
        self.install_and_register(OLDER)
        self.machine.run("systemctl", "stop", "smart-agentd.socket", "smart-agentd")
        said = self.machine.install(DAEMON).stdout
        self.assertIn("smart-agent: it was stopped before the upgrade and stays so; to start it: systemctl start smart-agentd", said)
        self.assertEqual([self.show("ActiveState"), self.show("ActiveState", "smart-agentd.socket")], ["inactive", "inactive"])
        self.machine.run("systemctl", "start", "smart-agentd")
        self.assertNotIn("stays so", self.machine.install(NEWER).stdout, "it ran before this one")
        self.assertEqual(self.show("ActiveState"), "active")

    def ask_until(self, stopped, answers):
        """Asks over connections of their own, from outside, until `stopped`."""
        while not stopped.is_set():
            answers.append(ask_health(f"/proc/{self.machine.leader}/root/run/smart-agent/control.sock").split(b"\r\n")[0])

    def test_an_upgrade_loses_no_request(self):
        self.install_and_register(OLDER)
        stopped, answers = threading.Event(), []
        asker = threading.Thread(target=self.ask_until, args=(stopped, answers))
        asker.start()
        try:
            process = self.show("MainPID")
            self.machine.install(DAEMON)
            self.assertNotEqual(self.show("MainPID"), process)
        finally:
            stopped.set()
            asker.join()
        self.assertGreater(len(answers), 20)
        self.assertEqual(set(answers), {b"HTTP/1.1 200 OK"})

    def test_an_upgrade_brings_an_older_state_forward(self):
        instance = self.install_and_register(OLDER)
        self.machine.shell("systemctl stop smart-agentd.socket; systemctl stop smart-agentd")
        self.sql(TO_SCHEMA_5)
        self.assertEqual(self.schema(), 5)
        self.machine.run("systemctl", "start", "smart-agentd.socket")
        self.machine.install(DAEMON)
        self.assertEqual(self.instance(), instance)
        self.assertEqual(self.schema(), NEWEST)

    def test_an_upgrade_with_a_configuration_that_is_bad_for_it_leaves_the_daemon_running(self):
        instance = self.install_and_register(OLDER)
        process = self.show("MainPID")
        self.configure(CONFIGURATION + "[bygone]\nkey = 1\n")
        said = self.machine.install(DAEMON).stdout
        self.assertIn('error: unknown section "bygone"', said)
        self.assertIn("smart-agent: the version before runs on, because the configuration is not good for this one", said)
        self.assertEqual(self.show("MainPID"), process)
        self.assertEqual(self.instance(), instance)

    def test_an_upgrade_does_not_trade_a_running_daemon_for_one_that_may_not_read_its_files(self):
        self.install_and_register(OLDER)
        process = self.show("MainPID")
        self.machine.shell("umask 077; mkdir -m 755 -p /etc/smart-agent/conf.d; printf '[log]\\nlevel = \"info\"\\n' > "
                           "/etc/smart-agent/conf.d/90-roots.toml")
        said = self.machine.install(DAEMON).stdout
        self.assertIn("90-roots.toml:1:1: error: cannot be read: Permission denied", said)
        remedy = re.search(r"the version before runs on.* then: (.*)", said).group(1)
        self.assertNotEqual(self.machine.shell(remedy, check=False).returncode, 0, "nothing was corrected")
        self.assertEqual(self.show("MainPID"), process)
        self.machine.shell("chmod 644 /etc/smart-agent/conf.d/90-roots.toml")
        self.machine.shell(remedy)
        self.assertNotEqual(self.show("MainPID"), process)

    def test_an_upgrade_of_a_stopped_daemon_says_what_is_bad_for_the_new_version(self):
        self.install_and_register(OLDER)
        self.machine.run("systemctl", "stop", "smart-agentd.socket", "smart-agentd")
        self.configure(CONFIGURATION + "[bygone]\nkey = 1\n")
        said = self.machine.install(DAEMON).stdout
        self.assertIn("smart-agent: not started, because the configuration is not good for this version", said)
        self.assertNotIn("Name the product", said)
        self.assertEqual(self.show("ActiveState"), "inactive")

    def call_off_a_removal(self):
        """By a package that conflicts with ours and cannot be installed: dpkg has stopped the daemon by then."""
        with tempfile.TemporaryDirectory() as folder:
            control = pathlib.Path(folder) / "DEBIAN"
            control.mkdir(mode=0o755)
            (control / "control").write_text("Package: rival\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@example.invalid>\n"
                                             "Conflicts: smart-agent\nReplaces: smart-agent\nProvides: smart-agent\nDescription: fails\n")
            preinst = control / "preinst"
            preinst.write_text("#!/bin/sh\nsystemctl show -P ActiveState smart-agentd.service >&2\nexit 1\n")
            preinst.chmod(0o755)
            rival = DAEMON.with_name("rival_1_all.deb")
            subprocess.run(["dpkg-deb", "--root-owner-group", "--build", folder, rival], check=True, stdout=subprocess.DEVNULL)
        said = self.machine.install(rival, check=False)
        self.assertNotEqual(said.returncode, 0)
        self.assertIn("in favour of rival", said.stdout)
        self.assertIn("inactive\n", said.stdout, "the removal was called off before anything was stopped")

    def test_a_removal_that_is_called_off_starts_again_what_ran(self):
        instance = self.install_and_register(DAEMON)
        self.call_off_a_removal()
        self.assertEqual([self.show("ActiveState"), self.show("ActiveState", "smart-agentd.socket")], ["active", "active"])
        self.assertEqual(self.instance(), instance)

    def test_a_removal_that_is_called_off_leaves_stopped_what_was_stopped(self):
        self.install_and_register(DAEMON)
        self.machine.run("systemctl", "stop", "smart-agentd.socket", "smart-agentd")
        self.call_off_a_removal()
        self.assertEqual([self.show("ActiveState"), self.show("ActiveState", "smart-agentd.socket")], ["inactive", "inactive"])

    def test_a_downgrade_below_the_states_schema_is_refused(self):
        instance = self.install_and_register(NEWER)
        process = self.show("MainPID")
        self.sql(f"PRAGMA user_version = {NEWEST + 1};")
        refused = self.machine.install(DAEMON, check=False)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn(f"smart-agent: refused: {STATE} was written by a newer version (schema {NEWEST + 1}; this version knows "
                      f"schemas up to {NEWEST}). Nothing was changed.", refused.stdout)
        self.assertIn("ii  99.0", self.machine.run("dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Version}", "smart-agent").stdout)
        self.assertEqual(self.show("MainPID"), process)
        self.assertEqual(self.instance(), instance)
        # Installed all the same, the daemon itself refuses that state.
        self.machine.run("systemctl", "restart", "smart-agentd", check=False)
        refusal = (f"has schema version {NEWEST + 1}, this agent knows versions up to {NEWEST}; install the version of the agent that "
                   "wrote it, or a newer one")
        self.machine.wait(lambda: refusal in self.machine.run("journalctl", "--no-pager", "-o", "cat", "-u", "smart-agentd").stdout,
                          "the daemon's refusal")

    def test_a_downgrade_that_can_read_the_state_is_made(self):
        instance = self.install_and_register(DAEMON)
        self.machine.install(OLDER)
        self.assertEqual(self.instance(), instance)

    def test_the_guide_leads_back_from_a_newer_state(self):
        instance = self.install_and_register(DAEMON)
        self.machine.shell(f"mkdir /run/here && cp {PACKAGES}/{DAEMON.name} /run/here && cd /run/here && "
                           "echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/yes && "
                           "echo 'a passphrase of many words' > passphrase && "
                           "smart-agentctl backup agent.backup --passphrase-file passphrase")
        self.machine.install(NEWER)
        self.sql(f"PRAGMA user_version = {NEWEST + 1};")
        commands = guide_blocks("rollback")
        self.assertGreater(len(commands), 3)
        for command in commands:
            self.machine.shell(f"cd /run/here && {command}")
        self.assertEqual(self.machine.run("dpkg-query", "-W", "-f", "${Version}", "smart-agent").stdout, VERSION)
        self.assertEqual(self.schema(), NEWEST)
        self.assertEqual(self.instance(), instance)

    def test_removal_keeps_the_registration_for_the_next_installation(self):
        instance = self.install_and_register(DAEMON)
        self.machine.dpkg("--remove", "smart-agent")
        self.assertEqual(self.machine.shell("pgrep -x smart-agentd", check=False).returncode, 1)
        self.machine.shell(f"test -e {STATE} && test -e /etc/smart-agent/smart-agent.toml")
        said = self.machine.install(DAEMON).stdout
        self.assertNotIn("not started", said)
        self.assertEqual(self.instance(), instance)

    def test_the_guides_commands_do_what_the_guide_says(self):
        self.machine.shell("mkdir /run/here && echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/yes")
        installed = []
        for tag, package in (("install", DAEMON), ("upgrade", NEWER), ("remove", None), ("purge", None)):
            if package:
                self.machine.shell(f"rm -f /run/here/*; cp {PACKAGES}/{package.name} /run/here")
            for command in guide_blocks(tag):
                self.machine.shell(f"cd /run/here && {command}")
            installed.append(self.machine.run("dpkg-query", "-W", "-f", "${db:Status-Abbrev}${Version}", "smart-agent", check=False).stdout)
        self.assertEqual(installed, [f"ii {VERSION}", "ii 99.0", "rc 99.0", ""])

    def accounts(self):
        return self.machine.shell("cat /etc/passwd /etc/group /etc/shadow /etc/gshadow").stdout

    def test_a_purge_leaves_nothing(self):
        before = self.machine.added_files()
        accounts = self.accounts()
        self.install_and_register(DAEMON)
        self.assertIn("usr/sbin/smart-agentd", self.machine.added_files())
        self.machine.shell("systemctl stop lab")
        said = self.machine.dpkg("--purge", "smart-agent", "smart-agent-lab").stdout
        self.assertIn("smart-agent: removed the user smart-agent", said)
        self.assertEqual(self.machine.added_files() - before, set())
        self.assertEqual(self.accounts(), accounts)
        left = self.machine.shell("find /run /etc/systemd /var/lib/systemd /var/log /tmp -xdev -name '*smart-agent*'").stdout.split()
        self.assertEqual([path for path in left if not path.startswith(PACKAGES)], [])
        self.assertEqual(self.machine.shell("systemctl list-unit-files --no-legend 'smart-agent*'", check=False).stdout, "")

    def test_a_purge_empties_a_state_directory_that_is_a_mount(self):
        self.machine.shell("mkdir -p /var/lib/smart-agent && mount -t tmpfs tmpfs /var/lib/smart-agent")
        self.install_and_register(DAEMON)
        said = self.machine.dpkg("--purge", "smart-agent").stdout
        self.assertIn("smart-agent: /var/lib/smart-agent was emptied and is kept: it is a mount, or in use", said)
        self.assertEqual(self.machine.shell("ls -A /var/lib/smart-agent").stdout, "")
        self.assertNotEqual(self.machine.shell("getent passwd smart-agent", check=False).returncode, 0)

    def test_a_purge_keeps_a_group_that_has_members_and_says_so(self):
        self.machine.install(DAEMON)
        self.machine.shell("usermod -aG smart-agent-admin nobody")
        said = self.machine.dpkg("--purge", "smart-agent").stdout
        self.assertIn("smart-agent: the group smart-agent-admin is kept: it has members: nobody", said)
        self.machine.shell("getent group smart-agent-admin")
        self.assertNotEqual(self.machine.shell("getent group smart-agent-monitor", check=False).returncode, 0)


if __name__ == "__main__":
    reason = why_not()
    if reason:
        print(f"skipped: {reason}")
        sys.exit(77)
    unittest.main()
