"""Durable sign-ins a second: our daemon beside Redis and etcd, on one disk, in turns, by one client program.

usage: signins.py BUILD [--quick] [--rounds 9] [--seconds 2] [--dir FOLDER] [--servers LIST] ...
"""

import argparse
import contextlib
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import tempfile
import time

import seats_part
import servers
from tables import Figures, kilo, table, verdict
from load_run import Client, Void

# (connections, requests in flight on each)
POINTS = [(1, 1), (16, 1), (64, 1), (1, 32), (16, 32)]
ETCD_POINTS = [(1, 1), (64, 1), (16, 32)]
HALF_LOAD = [(16, 1), (64, 1)]
ALL = ["ours", "http", "always", "everysec", "etcd"]

# What the medians of the ratios are to be, by point (README.md).
GOALS = {
    ("ours", "redis always"): {(1, 1): 0.9, (16, 1): 1, (64, 1): 1, (1, 32): 1, (16, 32): 1},
    ("ours", "redis everysec"): {},
    ("ours", "etcd"): {(1, 1): 1, (64, 1): 3, (16, 32): 10},
    ("ours http", "redis always"): {(1, 1): 0.45, (16, 1): 0.5, (64, 1): 0.5, (1, 32): 0.5, (16, 32): 0.5},
    ("ours http", "etcd"): {(1, 1): 0.5, (64, 1): 1.5, (16, 32): 5},
}
P99_MOST = 1.5
BUSY_MOST = 0.1


def read_options():
    options = argparse.ArgumentParser(description="Durable sign-ins a second, ours beside Redis and etcd")
    options.add_argument("build", type=pathlib.Path, help="a build with lic_load, smart-agentd and ssm-lab")
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--etcd-rounds", type=int, default=5, help="etcd is measured in the first so many rounds")
    options.add_argument("--seconds", type=float, default=2, help="of each run, after its warm-up")
    options.add_argument("--warm-up", type=float, default=0.3)
    options.add_argument("--ids", type=int, default=100_000)
    options.add_argument("--seats", type=int, default=1_000_000, help="seats of the large daemon")
    options.add_argument("--restarts", type=int, default=3)
    options.add_argument("--dir", type=pathlib.Path, default=pathlib.Path("/var/tmp"), help="where the state lies")
    options.add_argument("--servers", default=",".join(ALL), help="some of " + ",".join(ALL))
    options.add_argument("--parts", default="rates,half-load,seats", help="some of rates,half-load,seats")
    options.add_argument("--no-license-control", action="store_true", help="leave the admission rules off")
    options.add_argument("--quick", action="store_true", help="one short round of everything, to see that it works")
    given = options.parse_args()
    given.servers = [name for name in ALL if name in given.servers.split(",")]
    given.parts = given.parts.split(",")
    if given.quick:
        given.rounds = given.etcd_rounds = given.restarts = 1
        given.seconds, given.warm_up, given.ids, given.seats = 0.5, 0.1, 20_000, 100_000
    return given


def sync_times(folder):
    """Median and 99th percentile, in microseconds, of writing 100 bytes to the end of a file and syncing them."""
    times = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for _ in range(200):
            began = time.perf_counter()
            os.write(file.fileno(), bytes(100))
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - began) * 1e6)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.99)]


def busy_share(seconds=1):
    """How much of the processors somebody else uses right now, 0..1."""
    def jiffies():
        words = pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:]
        return sum(map(int, words[:8])), int(words[3]) + int(words[4])
    total, idle = jiffies()
    time.sleep(seconds)
    later_total, later_idle = jiffies()
    return 1 - (later_idle - idle) / max(later_total - total, 1)


def print_head(given, folder):
    system = subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True, check=True).stdout.strip()
    if system in ("tmpfs", "ramfs"):
        raise SystemExit(f"{folder} is a {system}: nothing is durable there; give a folder on a disk with --dir")
    middle, late = sync_times(folder)
    rules = "sign-ins without License Control" if given.no_license_control else "sign-ins that pass License Control"
    print(f"""Durable sign-ins, {time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} processors shared by server and client, Linux {platform.release()}
Each answer of ours, of redis always and of etcd comes after the write is on disk; redis everysec answers first and
syncs once a second. Ours: {rules}, registered, by the product socket (ours) and by HTTP (ours http).
Redis: SET of 65 bytes on a Unix socket, no AOF rewrite, no RDB. etcd: Put of 65 bytes, gRPC on loopback, 1 member.
All state below {folder} ({system}); one sync of 100 bytes there takes {middle:.0f} us (p99 {late:.0f}).
{given.ids:,} ids of 16 letters in random order, another value each time; {given.rounds} round(s) in alternating order, {given.seconds:g} s
each after {given.warm_up:g} s of warm-up. "16/32" is 16 connections with 32 requests in flight on each. Ratios are taken within
a round: trust them more than any rate.
""", flush=True)
    busy = busy_share()
    if busy > BUSY_MOST:
        print(f"WARNING: something else uses {busy:.0%} of the processors; a woken server then waits for a time slice, up to\n"
              "milliseconds, and points with little in flight say nothing. Run it on a machine at rest (or: chrt -r 10).\n", flush=True)


def start_servers(given, folder, stack):
    started = []

    def start(server):
        stack.callback(server.close)
        started.append(server)
        return server

    if "ours" in given.servers or "http" in given.servers:
        ours = start(servers.Ours(given.build))
        ours.targets = [target for name, target in (("ours", ours.product), ("http", ours.http)) if name in given.servers]
        if not given.no_license_control:
            ours.control_licenses()
    for fsync in ("always", "everysec"):
        if fsync in given.servers:
            start(servers.Redis(fsync, folder / fsync))
    if "etcd" in given.servers:
        start(servers.Etcd(folder / "etcd"))
    return started


def fill(given, client, started):
    """Every id once into every server: what is measured overwrites, and the servers have long started."""
    for server in started:
        client.run(server.targets[0], connections=16, depth=32, count=given.ids)


def measure_rates(given, client, targets):
    figures = Figures()
    for number in range(given.rounds):
        order = targets if number % 2 == 0 else targets[::-1]
        for point in POINTS:
            for target in order:
                if target.name == "etcd" and (point not in ETCD_POINTS or number >= given.etcd_rounds):
                    continue
                figures.add(point, target.name, number, client.run(target, *point))
    return figures


def name_of(point):
    return f"{point[0]}/{point[1]}"


def print_rates(figures, names):
    rows = []
    for name in names:
        cells = [name]
        for point in POINTS:
            if not figures.has(point, name):
                cells.append("-")
                continue
            p50, p99 = (figures.median(point, name, field) for field in ("p50", "p99"))
            cells.append(f"{kilo(figures.median(point, name, 'rate'))} ({p50:.0f}/{p99:.0f})")
        rows.append(cells)
    table(["thousands a second (p50/p99 us), medians", *map(name_of, POINTS)], rows)


def print_ratios(figures):
    rows = []
    for (name, other), goals in GOALS.items():
        cells, asked = [f"{name} / {other}"], [""]
        for point in POINTS:
            ratios = figures.ratios(point, name, other)
            middle = statistics.median(ratios) if ratios else 0
            cells.append(f"{middle:.2f} [{min(ratios):.2f}]" if ratios else "-")
            asked.append(verdict(middle, goals.get(point)) if ratios else "")
        if any(cell != "-" for cell in cells[1:]):
            rows.append(cells)
        if any(asked):
            rows.append(asked)
    if rows:
        table(["ratio of the rates, median [lowest]; goal", *map(name_of, POINTS)], rows)


def print_memory(started):
    rows = [[server.name, f"{servers.resident_bytes(server.pid) / 2**20:.1f}"] for server in started]
    table(["resident memory at the end", "MiB"], rows)


def measure_half_load(given, client, figures, pair):
    """p99 of both at half of what the slower of both can do."""
    ours, other = pair
    rows = []
    for point in HALF_LOAD:
        slower = min(pair, key=lambda target: figures.median(point, target.name, "rate"))
        rate = figures.median(point, slower.name, "rate") / 2
        half = Figures()
        for number in range(given.rounds):
            for target in pair if number % 2 == 0 else pair[::-1]:
                half.add(point, target.name, number, client.run(target, point[0], rate=rate))
        ratios = half.ratios(point, ours.name, other.name, "p99")
        middle = statistics.median(ratios)
        rows.append([f"{point[0]} connections", f"{kilo(rate)} k/s, half of {slower.name}",
                     *(f"{half.median(point, target.name, 'p50'):.0f}/{half.median(point, target.name, 'p99'):.0f}"
                       for target in pair),
                     f"{middle:.2f} [{max(ratios):.2f}]", verdict(middle, P99_MOST, is_most=True)])
    table(["at half load (open loop, from the due time)", "rate", *(f"{target.name} p50/p99 us" for target in pair),
           "ratio of p99, median [highest]", "goal"], rows)


def run(given, folder):
    client = Client(given.build / "tests" / "bench" / "lic_load", given.ids, given.seconds, given.warm_up)
    if "rates" in given.parts:
        with contextlib.ExitStack() as stack:
            started = start_servers(given, folder, stack)
            targets = [target for server in started for target in server.targets]
            fill(given, client, started)
            figures = measure_rates(given, client, targets)
            print_rates(figures, [target.name for target in targets])
            print_ratios(figures)
            print_memory(started)
            by_name = {target.name: target for target in targets}
            ours = by_name.get("ours") or by_name.get("ours http")
            if "half-load" in given.parts and ours and "redis always" in by_name:
                measure_half_load(given, client, figures, (ours, by_name["redis always"]))
    if "seats" in given.parts and ("ours" in given.servers or "http" in given.servers):
        seats_part.run(given, client)


def main():
    given = read_options()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="sa-bench-", dir=given.dir))
    servers.put_state_below(folder)
    try:
        print_head(given, folder)
        began = time.monotonic()
        run(given, folder)
        print(f"took {time.monotonic() - began:.0f} s")
    except Void as error:
        raise SystemExit(f"error: the figures are void: {error}") from error
    except servers.lab_rig.RigError as error:
        raise SystemExit(f"error: {error}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
