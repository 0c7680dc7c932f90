"""Meets faults again and again in one life of the daemon, and compares what it holds before and after."""

import itertools
import os
import time

import fault_dns
import fault_drill
import fault_table

WARM_UP_ROUNDS = 2
RSS_GROWTH_KIB_MAX = 2048
SETTLE_SECONDS = 10
# Short enough for a thousand, long enough for a handshake on a busy machine.
PATIENCE = (0.25, 0.5)

# group -> share of the repetitions
SHARES = {"Gateway": 0.6, "Silence": 0.15, "Proxy": 0.15, "TlsProxy": 0.05, "Names": 0.05}


def held_by(pid):
    """Open files, threads and resident memory (KiB) of a process."""
    fields = dict(line.split(":", 1) for line in open(f"/proc/{pid}/status").read().splitlines() if ":" in line)
    return {"files": len(os.listdir(f"/proc/{pid}/fd")), "threads": int(fields["Threads"]), "rss_kib": int(fields["VmRSS"].split()[0])}


def settled(pid, limit=None):
    """What the process holds once resolvers and connections that were given up are gone."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        held = held_by(pid)
        if limit is None or time.monotonic() >= deadline:
            return held
        if held["files"] <= limit["files"] and held["threads"] <= limit["threads"]:
            return held
        time.sleep(0.1)


def meet(rig, row):
    row.inject(rig)
    try:
        status, answer = rig.api("POST", "/v1/authorization/renew?wait=1")
        if status < 400:
            raise AssertionError(f"{row.place} {row.name} was no fault: {status} {answer}")
    finally:
        row.heal(rig)


def succeed(rig):
    """A good exchange: what is held afterwards does not depend on the last fault."""
    for _ in range(fault_drill.RECOVERIES):
        status, answer = rig.api("POST", "/v1/authorization/renew?wait=1")
        if status < 400:
            return
    raise AssertionError(f"no recovery: {answer}")


def repeat(build, group, times):
    options, rows = fault_table.GROUPS[group]
    rows = [row for row in rows if not row.advance]
    patience = {"patience": PATIENCE} if group in ("Silence",) else {}
    with fault_drill.Drill(build, **{**options, **patience}) as rig:
        rig.begin()
        for row in rows * WARM_UP_ROUNDS:
            meet(rig, row)
        succeed(rig)
        time.sleep(1)
        before, licenses = settled(rig.daemon.pid), rig.licenses()
        for row in itertools.islice(itertools.cycle(rows), times):
            meet(rig, row)
        is_same = rig.licenses() == licenses
        succeed(rig)
        after = settled(rig.daemon.pid, before)
    good = (is_same and after["files"] <= before["files"] and after["threads"] <= before["threads"] and
            after["rss_kib"] - before["rss_kib"] <= RSS_GROWTH_KIB_MAX)
    print(f"{'ok  ' if good else 'BAD '} {group}: {times} faults of {len(rows)} kinds, licenses {'un' if is_same else ''}changed, "
          f"before {before}, after {after}", flush=True)
    return good


def main(build, times):
    begun = time.monotonic()
    results = [repeat(build, group, max(1, round(times * share))) for group, share in SHARES.items()
               if not (fault_table.GROUPS[group][0].get("names") and fault_dns.why_not())]
    print(f"{times} repetitions in {time.monotonic() - begun:.0f} s")
    return 0 if all(results) else 1
