"""What a million seats cost: the rate beside that of a thousand, memory for each, and the time of a restart."""

import contextlib
import statistics

import servers
from tables import Figures, kilo, table, verdict

FEW = 1000
POINTS = [(16, 1), (64, 1), (16, 32)]
RATE_LEAST = 0.7
BYTES_MOST = 200
READY_SECONDS_MOST = 2


def start(given, stack):
    """Two daemons of one lab SSM, so that both sizes are measured in turns."""
    few = servers.Ours(given.build, serial="bench0000002")
    stack.callback(few.close)
    many = servers.Ours(given.build, serial="bench0000003", lab_of=few)
    stack.callback(many.close)
    if not given.no_license_control:
        few.control_licenses()
        many.control_licenses()
    return few, many


def target_of(given, ours):
    return ours.product if "ours" in given.servers else ours.http


def sign_in(given, client, ours, count):
    said = client.run(target_of(given, ours), connections=16, depth=32, ids=count, count=count)
    if ours.seats() != count:
        raise SystemExit(f"error: {count} sign-ins were acknowledged, but {ours.seats()} seats are signed in")
    return said


def measure(given, client, sizes):
    figures = Figures()
    for number in range(given.rounds):
        for point in POINTS:
            for ours, count in sizes if number % 2 == 0 else sizes[::-1]:
                figures.add(point, count, number, client.run(target_of(given, ours), *point, ids=count))
    return figures


def print_rates(figures, count):
    rows = []
    for point in POINTS:
        ratios = figures.ratios(point, count, FEW)
        middle = statistics.median(ratios)
        p99 = "/".join(f"{figures.median(point, seats, 'p99'):.0f}" for seats in (FEW, count))
        rows.append([f"{point[0]}/{point[1]}", *(kilo(figures.median(point, seats, "rate")) for seats in (FEW, count)),
                     p99, f"{middle:.2f} [{min(ratios):.2f}]", verdict(middle, RATE_LEAST)])
    table(["thousands a second with", f"{FEW:,} seats", f"{count:,} seats", "p99 us", "ratio, median [lowest]", "goal"], rows)


def restart_times(given, client, ours, count):
    """By kind of end: seconds from start to the first answer, after some load each, so that the journal is not empty."""
    times = {}
    for is_killed, kind in ((True, "SIGKILL right after load"), (False, "stop")):
        times[kind] = []
        for _ in range(given.restarts):
            client.run(target_of(given, ours), 16, 32, ids=count, seconds=0.5, warm_up=0)
            times[kind].append(ours.restart(is_killed))
            if ours.seats() != count:
                raise SystemExit(f"error: {count} seats were acknowledged; {ours.seats()} came back after {kind}")
    return times


def run(given, client):
    count = given.seats
    with contextlib.ExitStack() as stack:
        few, many = start(given, stack)
        sign_in(given, client, few, FEW)
        filled = sign_in(given, client, many, count)
        print(f"{count:,} seats signed in one after the other: {filled['seconds']:.1f} s, {kilo(filled['rate'])} k/s\n")
        figures = measure(given, client, [(few, FEW), (many, count)])
        print_rates(figures, count)
        small, large = (servers.resident_bytes(ours.pid) for ours in (few, many))
        each = (large - small) / (count - FEW)
        rows = [["memory of a seat, bytes", f"{each:.0f}", verdict(each, BYTES_MOST, is_most=True),
                 f"{small / 2**20:.1f} MiB with {FEW:,}, {large / 2**20:.1f} MiB with {count:,}"]]
        for kind, seconds in restart_times(given, client, many, count).items():
            middle = statistics.median(seconds)
            rows.append([f"seconds to ready after {kind}", f"{middle:.2f} [{max(seconds):.2f}]",
                         verdict(middle, READY_SECONDS_MOST, is_most=True), "warm cache, from start to the first answer"])
        # After a start there is no garbage of a million single sign-ins.
        each = (servers.resident_bytes(many.pid) - small) / (count - FEW)
        rows.append(["memory of a seat after a start, bytes", f"{each:.0f}", "", ""])
        table([f"{count:,} seats", "median [highest]", "goal", ""], rows)
