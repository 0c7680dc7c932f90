#!/usr/bin/env python3
"""The main job on real input: lab SSM, daemon, registration, two days in fast time, the report on standard output."""

import argparse
import csv
import datetime
import json
import pathlib
import random
import subprocess
import sys
import threading
import time

REPO = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO / "tests" / "system"))
import lab_rig  # noqa: E402

BOUGHT = {"standard": 60, "premium": 40}
BUY_TIME = "15:05:00"


def say(text):
    print(text, file=sys.stderr, flush=True)


def days_of(trace):
    with open(trace, newline="") as file:
        times = [row["time"] for row in csv.DictReader(file)]
    if not times:
        raise SystemExit(f"error: {trace}: holds no events; give a trace like tests/data/two-days.csv")
    return times[0][:10], times[-1][:10]


class Killer(threading.Thread):
    """Kills the daemon at random points of the trace and starts it again, as a power cut and a service manager would."""

    def __init__(self, rig, first_day, last_day, times, replay):
        super().__init__(daemon=True)
        self.rig, self.replay, self.done = rig, replay, 0
        begin = datetime.datetime.fromisoformat(f"{first_day}T06:00:00+00:00")
        end = datetime.datetime.fromisoformat(f"{last_day}T22:00:00+00:00")
        self.points = sorted(begin + random.random() * (end - begin) for _ in range(times))

    def run(self):
        while self.done < len(self.points) and self.replay.poll() is None:
            now = self.rig.lab_now()
            if now is None or now < self.points[self.done]:
                time.sleep(0.002)
                continue
            time.sleep(random.uniform(0, 0.005))  # anywhere in the work of that moment
            self.rig.kill_daemon()
            self.rig.start_daemon()
            self.done += 1
            say(f"killed and restarted the daemon ({self.done} of {len(self.points)})")


def replay(rig, first_day, last_day, options):
    command = [rig.ctl_binary, "--socket", rig.socket, "replay", options.trace, "--progress"]
    if not options.no_buy:
        command += ["--buy-at", f"{last_day}T{BUY_TIME}Z", "--ssm-admin", rig.admin_url, "--ssm-token-file",
                    rig.ssm_dir / "admin-token", "--virtual-account", "Default"]
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    killer = Killer(rig, first_day, last_day, options.kill, process)
    killer.start()
    report, _ = process.communicate()
    killer.join()
    if process.returncode != 0:
        raise SystemExit(f"error: the replay ended with exit {process.returncode}; the daemon said:\n{rig.log()[-4000:]}")
    if killer.done < options.kill:
        raise SystemExit(f"error: the replay was over after {killer.done} of {options.kill} kills; ask for fewer")
    return report


def main():
    parser = argparse.ArgumentParser(prog="scripts/dev demo", description=__doc__)
    parser.add_argument("--build", default=REPO / "build" / "dev", help="build tree with the programs")
    parser.add_argument("--catalog", default="uccx-12.5", help="uccx-12.5 (default) or uccx-12.5su3")
    parser.add_argument("--trace", default=REPO / "tests" / "data" / "two-days.csv", help="the events to replay")
    parser.add_argument("--kill", type=int, default=0, metavar="N", help="kill the daemon N times on the way")
    parser.add_argument("--no-buy", action="store_true", help="do not buy the shortfall on the last day")
    parser.add_argument("--usage", metavar="FILE", help="write what SSM counted to FILE (for tests)")
    options = parser.parse_args()
    first_day, last_day = days_of(options.trace)
    with lab_rig.Rig(options.build, catalog=options.catalog, clock=f"{first_day}T00:00:00Z") as rig:
        say("starting ssm-lab and smart-agentd")
        rig.start_lab()
        rig.start_daemon()
        say("registering")
        rig.register(**BOUGHT)
        say(f"replaying {pathlib.Path(options.trace).name} with {options.catalog}")
        report = replay(rig, first_day, last_day, options)
        if options.usage:
            pathlib.Path(options.usage).write_text(json.dumps(rig.admin("GET", "/admin/usage")))
    sys.stdout.write(report)


if __name__ == "__main__":
    try:
        main()
    except lab_rig.RigError as error:
        raise SystemExit(f"error: {error}")
