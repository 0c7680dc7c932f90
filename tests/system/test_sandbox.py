"""The sandbox of the unit: its exposure by systemd's own measure, and that each directive bites.

Bites: sandbox_probe.py runs in a booted systemd (machine.py) under the unit's own lines, as root, so that no file mode does the
sandbox's work; once without them, and once for each directive alone. What is refused in the first run and allowed in the second is the sandbox's
doing; what is refused under one directive alone is its doing, whatever else refuses as well.
Exits 77 (skipped) where there is no systemd-analyze; without root only the exposure is looked at.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import machine

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
UNIT = BUILD / "systemd" / "smart-agentd.service"
SOCKET = pathlib.Path(__file__).resolve().parents[2] / "systemd" / "smart-agentd.socket"
THRESHOLD = 13  # tenths

# Which probes show each directive; a sentence where a container cannot.
IN_CONTAINER = "a container of ours may not do it either"
SANDBOX = {
    "UMask": ["files_for_others"],
    "NoNewPrivileges": ["gain_privileges"],
    "CapabilityBoundingSet": ["capabilities", "chown"],
    "AmbientCapabilities": ["no capability is ambient unless asked for: the directive makes sure of it"],
    "ProtectSystem": ["write_etc", "write_var"],
    "ProtectHome": ["look_into_root_home"],
    "ProtectClock": [IN_CONTAINER],
    "ProtectControlGroups": ["cgroups_writable"],
    "ProtectHostname": ["set_host_name"],
    "ProtectKernelLogs": [IN_CONTAINER],
    "ProtectKernelModules": [IN_CONTAINER],
    "ProtectKernelTunables": [IN_CONTAINER],
    "PrivateTmp": ["see_tmp_of_others"],
    "PrivateDevices": ["see_devices"],
    "DevicePolicy": ["PrivateDevices leaves no device to be opened; and cgroup v1 of this container has no controller"],
    "PrivateIPC": ["share_ipc"],
    "PrivateMounts": ["share_mounts"],
    "LockPersonality": ["personality"],
    "MemoryDenyWriteExecute": ["write_and_execute_memory"],
    "RestrictAddressFamilies": ["packet_socket", "netlink_socket"],
    "IPAddressDeny": ["needs cgroup v2, which this container has not"],
    "IPAddressAllow": ["needs cgroup v2, which this container has not"],
    "RestrictNamespaces": ["new_namespace"],
    "RestrictRealtime": ["real_time"],
    "RestrictSUIDSGID": ["setuid_file"],
    "RemoveIPC": ["test_what_is_left_in_shared_memory_goes_with_the_service"],
    "KeyringMode": [IN_CONTAINER],
    "LimitCORE": ["core_files"],
    "TasksMax": ["needs the pids controller, which this container has not"],
    "SystemCallArchitectures": ["foreign_architecture"],
    "SystemCallFilter": ["mount", "raise_priority", "asynchronous_io"],
    "SystemCallErrorNumber": ["every probe of SystemCallFilter lives to tell"],
    "NoExecPaths": ["run_a_program"],
    "ExecPaths": ["the probe itself is run from a path that is added to it"],
}
# What a directive is tried with, because it means nothing, or too much, without.
COMPANIONS = {"SystemCallFilter": ["SystemCallErrorNumber"], "NoExecPaths": ["ExecPaths"]}
NEEDED = ["write_state", "write_log", "unix_socket", "ipv4", "ipv6_udp", "see_process_of_another_user", "read_boot_id"]
# What the probe itself is run by.
PROBE_PATHS = ["ExecPaths=/usr/bin/python3 /usr/bin/python3.11 /usr/bin/sh /usr/bin/dash /usr/bin/cat"]
# No sandbox: who runs what, when, and where it may write.
OTHER = {
    "Type", "NotifyAccess", "ExecStart", "ExecReload", "Environment", "User", "Group", "Restart", "RestartSec",
    "RestartPreventExitStatus",
    "TimeoutStartSec", "TimeoutStopSec", "WatchdogSec", "StateDirectory", "StateDirectoryMode", "RuntimeDirectory",
    "RuntimeDirectoryMode", "RuntimeDirectoryPreserve", "LogsDirectory", "LogsDirectoryMode", "ConfigurationDirectory",
    "ConfigurationDirectoryMode",
}


def service_lines():
    """(directive, value) of [Service]."""
    text = UNIT.read_text().split("[Service]")[1].split("[Install]")[0]
    return [line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#")]


class Measured(unittest.TestCase):
    def test_the_exposure_is_low(self):
        done = subprocess.run(["systemd-analyze", "security", "--no-pager", "--offline=true", f"--threshold={THRESHOLD}", UNIT],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout[-400:] + done.stderr)
        print(done.stdout.strip().splitlines()[-1])

    def test_systemd_finds_nothing_to_say_about_the_units(self):
        with tempfile.TemporaryDirectory() as place:
            unit = re.sub(r"(?<=[=])/\S*/smart-agentd", str(BUILD / "daemon/app/smart-agentd"), UNIT.read_text())
            (pathlib.Path(place) / "smart-agentd.service").write_text(unit)
            shutil.copy(SOCKET, place)
            done = subprocess.run(["systemd-analyze", "--man=no", "verify", f"{place}/smart-agentd.service", f"{place}/smart-agentd.socket"],
                                  capture_output=True, text=True)
        said = [line for line in (done.stdout + done.stderr).splitlines() if "smart-agentd" in line]
        self.assertEqual(said, [])

    def test_every_directive_is_shown_or_says_why_not(self):
        used = {name for name, _ in service_lines()}
        self.assertEqual(used - OTHER, set(SANDBOX))


@unittest.skipIf(machine.why_not(), machine.why_not())
class Bites(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.machine = machine.Machine.with_installed(BUILD)
        cls.addClassCleanup(cls.machine.close)
        shell = cls.machine.shell
        shell("systemctl stop smart-agentd.socket smart-agentd.service; mkdir -p /root /run/probe-mount /var/log/smart-agent /var/lib/smart-agent; "
              "touch /root/probe-marker /tmp/probe-marker /dev/probe-marker")
        # Where the service may read, and root owns it.
        source = pathlib.Path(__file__).with_name("sandbox_probe.py").read_text()
        subprocess.run(cls.machine.inside("tee", "/run/probe.py"), input=source, text=True, check=True, capture_output=True)
        shell("systemd-run --quiet --unit=other --uid=nobody sleep 600")
        given = {
            "ipc": shell("readlink /proc/1/ns/ipc").stdout.strip(),
            "mnt": shell("readlink /proc/1/ns/mnt").stdout.strip(),
            "other_process": int(shell("systemctl show -P MainPID other").stdout),
            "cgroup": shell("for at in /sys/fs/cgroup/systemd /sys/fs/cgroup; do test -d $at && echo $at && break; done").stdout.strip(),
        }
        subprocess.run(cls.machine.inside("tee", "/run/probe-given"), input=json.dumps(given), text=True, check=True, capture_output=True)
        cls.free = cls.probe([])
        sandbox = [f"{name}={value}" for name, value in service_lines() if name not in OTHER or name.endswith(("Directory", "Mode"))]
        cls.caged = cls.probe([*sandbox, *PROBE_PATHS])

    @classmethod
    def probe(cls, lines):
        unit = "\n".join(["[Service]", "Type=oneshot", "StandardOutput=truncate:/run/probe.json",
                          "ExecStart=/bin/sh -c 'exec /usr/bin/python3 -B /run/probe.py \"$(cat /run/probe-given)\"'", *lines, ""])
        subprocess.run(cls.machine.inside("tee", "/run/systemd/system/probe.service"), input=unit, text=True, check=True,
                       capture_output=True)
        cls.machine.shell("systemctl daemon-reload && systemctl start probe || { systemctl status --no-pager probe; false; }")
        return json.loads(cls.machine.shell("cat /run/probe.json").stdout)

    def test_each_directive_bites(self):
        for directive, shown in SANDBOX.items():
            for name in shown:
                if name not in self.free:
                    self.assertTrue(" " in name or hasattr(self, name), f"{name} is no probe, no sentence and no test")
                    continue
                with self.subTest(directive=directive, probe=name):
                    self.assertTrue(self.free[name], "not even without the sandbox: the probe shows nothing")
                    self.assertFalse(self.caged[name], "allowed in spite of the sandbox")

    def test_each_directive_bites_alone(self):
        for directive, shown in SANDBOX.items():
            names = [name for name in shown if name in self.free]
            if names:
                chosen = (directive, *COMPANIONS.get(directive, ()))
                alone = self.probe([f"{name}={value}" for name, value in service_lines() if name in chosen] + PROBE_PATHS)
                for name in names:
                    with self.subTest(directive=directive, probe=name):
                        self.assertFalse(alone[name], "allowed under this directive alone: another one is what refuses it")

    def test_what_only_a_container_refuses_is_refused_in_the_sandbox_too(self):
        for name in ("kernel_tunables_writable", "set_clock", "read_kernel_log", "load_module", "keyring", "lock_memory"):
            with self.subTest(probe=name):
                self.assertFalse(self.caged[name])

    def test_the_daemon_may_do_what_it_has_to(self):
        for name in NEEDED:
            with self.subTest(probe=name):
                self.assertTrue(self.caged[name])

    def test_what_is_left_in_shared_memory_goes_with_the_service(self):
        shell = self.machine.shell
        shell("""cat > /etc/smart-agent/smart-agent.toml <<'END'
[product]
catalog = "uccx-12.5"
license_type = "flex"
END
systemctl start smart-agentd && systemd-run --quiet --wait --uid=smart-agent touch /dev/shm/probe && systemctl stop smart-agentd.socket smart-agentd""")
        self.machine.wait(lambda: shell("test -e /dev/shm/probe", check=False).returncode != 0, "the file to go")


if __name__ == "__main__":
    if not shutil.which("systemd-analyze"):
        print("skipped: systemd-analyze is not installed (package systemd)")
        sys.exit(77)
    unittest.main()
