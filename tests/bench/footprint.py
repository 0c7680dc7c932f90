"""What the installed daemon costs beside daemons of its kind: start, memory, wake-ups; all in one booted machine, in one run.

usage: footprint.py BUILD [--seconds S] [--starts N]    (BUILD of the preset `release` is what is installed; needs root)

The service runs as installed, under its unit, registered over TLS; the lab SSM is stopped before anything is counted. The peers run
with the configuration that their packages bring. A limit of LIMITS that is broken is named, and the exit code is 1.
"""

import argparse
import json
import pathlib
import statistics
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "system"))
import machine as machines  # noqa: E402
import machine_lab  # noqa: E402

OURS = "smart-agentd"
NODE_EXPORTER_PORT = 9100
INTERVAL_SECONDS = 15 * 60  # of the catalog's reports
# What the service may cost at most: milliseconds, MiB, wake-ups a minute.
LIMITS = {"start, median": 20, "anonymous": 6, "proportional": 12, "wake-ups": 4, "wake-ups without the watchdog": 0}
UNIT_ENVIRONMENT = ["GNUTLS_NO_IMPLICIT_INIT=1"]  # as smart-agentd.service says
# name: sign that it is ready, systemd's type of service, command
PEERS = {
    "certmonger": ("bus:org.fedorahosted.certmonger",
                   ["--property=Type=dbus", "--property=BusName=org.fedorahosted.certmonger"], ["/usr/sbin/certmonger", "-S", "-n"]),
    "rsyslogd": ("notify", ["--property=Type=notify"], ["/usr/sbin/rsyslogd", "-n", "-iNONE"]),
    "prometheus-node-exporter": (str(NODE_EXPORTER_PORT), [], ["/usr/bin/prometheus-node-exporter"]),
}
BINDS = ["/etc/rsyslog.conf", "/etc/certmonger", "/etc/dbus-1/system.d/certmonger.conf", "/etc/ssl/certs", "/etc/ld.so.cache"]


def boot(build):
    options = [f"--bind-ro={place}" for place in BINDS] + [f"--bind-ro={HERE}:/run/bench"]
    machine = machines.Machine.with_installed(build, options)
    machine.shell("mkdir -p /var/lib/certmonger/requests /var/lib/certmonger/cas /var/lib/certmonger/local /run/certmonger "
                  "/var/lib/prometheus/node-exporter /var/spool/rsyslog /var/log")
    machine.shell("systemctl reload dbus || systemctl reload dbus-broker")
    return machine


def register(machine):
    machine_lab.start(machine, machine_lab.BUILT_LAB)
    machine_lab.write(machine, machine_lab.CONFIG, machine_lab.CONFIGURATION)
    machine.run("systemctl", "restart", OURS)
    machine_lab.register(machine, machine_lab.BUILT_LAB)
    status = json.loads(machine.run("smart-agentctl", "status", "--json").stdout)
    assert status["registration"]["state"] == "registered", status


def start_times(machine, user, sign, command, times):
    """Milliseconds from exec to ready; the program is not running before or after."""
    done = machine.run("env", *UNIT_ENVIRONMENT, "python3", "-B", "/run/bench/start_time.py", user, times, sign, *command)
    return json.loads(done.stdout)


def main_pid(machine, unit):
    return int(machine.run("systemctl", "show", "-P", "MainPID", unit).stdout)


def memory(machine, pid):
    rows = machine.run("cat", f"/proc/{pid}/smaps_rollup", f"/proc/{pid}/status").stdout
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in rows.splitlines() if line.endswith("kB")}
    return {"anonymous": kilobytes["Anonymous"] / 1024, "proportional": kilobytes["Pss"] / 1024, "resident": kilobytes["Rss"] / 1024}


def switches(machine, pid):
    rows = machine.shell(f"cat /proc/{pid}/task/*/status").stdout
    return sum(int(line.split()[1]) for line in rows.splitlines() if line.startswith("voluntary_ctxt_switches"))


def wait_for_quiet(seconds):
    """Until no interval ends within `seconds`: what an interval's report wakes is work, and the SSM it goes to is gone."""
    to_end = INTERVAL_SECONDS - time.time() % INTERVAL_SECONDS
    if to_end < seconds + 5:
        time.sleep(to_end + 30)


def wakeups_a_minute(machine, pids, seconds):
    wait_for_quiet(seconds)
    before = {name: switches(machine, pid) for name, pid in pids.items()}
    time.sleep(seconds)
    return {name: (switches(machine, pid) - before[name]) * 60 / seconds for name, pid in pids.items()}


def stop_watchdog(machine):
    machine.shell("mkdir -p /run/systemd/system/smart-agentd.service.d && printf '[Service]\\nWatchdogSec=0\\n' > "
                  "/run/systemd/system/smart-agentd.service.d/watchdog.conf && systemctl daemon-reload && systemctl restart smart-agentd")


def measure(machine, seconds, starts):
    register(machine)
    machine.run("systemctl", "stop", OURS, "smart-agentd.socket")
    times = {OURS: start_times(machine, "smart-agent", "notify", ["/usr/sbin/smart-agentd"], starts)}
    for name, (sign, _, command) in PEERS.items():
        times[name] = start_times(machine, "root", sign, command, starts)
    machine.run("systemctl", "start", "smart-agentd.socket", OURS)
    for name, (_, properties, command) in PEERS.items():
        machine.run("systemd-run", "--quiet", f"--unit=peer-{name}", *properties, *command)
    # One exchange over TLS by this process; the connection is given up 5 s later.
    machine.run("smart-agentctl", "renew", "authorization")
    machine.run("systemctl", "stop", "lab")
    time.sleep(10)
    pids = {OURS: main_pid(machine, OURS), **{name: main_pid(machine, f"peer-{name}") for name in PEERS}}
    used = {name: memory(machine, pid) for name, pid in pids.items()}
    woken = wakeups_a_minute(machine, pids, seconds)
    stop_watchdog(machine)
    time.sleep(10)
    without = wakeups_a_minute(machine, {OURS: main_pid(machine, OURS)}, seconds)[OURS]
    return times, used, woken, without


def broken_limits(times, used, woken, without):
    measured = {"start, median": statistics.median(times[OURS]), "anonymous": used[OURS]["anonymous"],
                "proportional": used[OURS]["proportional"], "wake-ups": woken[OURS], "wake-ups without the watchdog": without}
    return [f"{name}: {measured[name]:.1f}, at most {limit} is allowed" for name, limit in LIMITS.items() if measured[name] > limit]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--starts", type=int, default=20)
    options = parser.parse_args()
    reason = machines.why_not()
    if reason:
        raise SystemExit(f"this cannot run here: {reason}")
    machine = boot(options.build.resolve())
    try:
        times, used, woken, without = measure(machine, options.seconds, options.starts)
    finally:
        machine.close()
    print(f"start: median of {options.starts}, warm [lowest, highest]; memory in MiB; wake-ups a minute over {options.seconds} s\n")
    print(f"{'':26}{'start to ready, ms':>26}{'anonymous':>11}{'proportional':>14}{'resident':>10}{'wake-ups':>10}")
    for name in (OURS, *PEERS):
        row = used[name]
        shown = f"{statistics.median(times[name]):.1f} [{min(times[name]):.1f}, {max(times[name]):.1f}]"
        print(f"{name:26}{shown:>26}{row['anonymous']:>11.1f}{row['proportional']:>14.1f}{row['resident']:>10.1f}{woken[name]:>10.1f}")
    print(f"\n{OURS} without the watchdog: {without:.1f} wake-ups a minute")
    broken = broken_limits(times, used, woken, without)
    for line in broken:
        print(f"broken limit of {OURS}: {line}")
    if broken:
        sys.exit(1)


if __name__ == "__main__":
    main()
