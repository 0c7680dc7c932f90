"""Long without SSM at 24,000 seats (R-USE-7): memory stays flat, the disk bounded, the outbox merges; when SSM is back
everything is delivered, and each row says the true peak of its time.

    test_long_silence.py BUILD [--days N] [--catalog NAME] [--outbox-rows N]
"""

import argparse
import datetime
import os
import pathlib
import random
import sys
import time
import unittest

import lab_rig

START = datetime.datetime(2026, 3, 2, tzinfo=datetime.timezone.utc)
STANDARD, PREMIUM = 16_000, 8_000
CHURN = 400                   # seat users of each class who leave and come back each day, at most
MEMORY_TOLERANCE = 0.05
DISK_BYTES_EACH_ROW = 400     # of the history, which is kept for 400 days
DISK_BYTES_BESIDES = 48 << 20  # seats, outbox, log of the database, before it is written back
BATCH = 5000


def parse(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class LongSilence(unittest.TestCase):
    days, catalog, outbox_rows = 40, "uccx-12.5su3", 100  # the short form; the whole is in `scripts/dev soak`

    def change(self, changes):
        for begin in range(0, len(changes), BATCH):
            status, done = self.rig.api("POST", "/v1/seats/batch", {"changes": changes[begin:begin + BATCH]})
            self.assertEqual(status, 200, done)
            refused = [row for row in done["results"] if "code" in row]
            self.assertEqual(refused, [])

    def sign(self, op, kind, numbers):
        capabilities = {"capabilities": ["supervisor" if kind == "premium" else "inbound_voice"]} if op == "sign_in" else {}
        self.change([{"op": op, "id": f"{kind}-{number}", **capabilities} for number in numbers])
        self.counts[kind] += len(numbers) if op == "sign_in" else -len(numbers)
        self.history.append((self.now, dict(self.counts)))

    def advance(self, minutes):
        self.rig.ctl("lab", "advance", f"{minutes}m", timeout=600)
        self.now += datetime.timedelta(minutes=minutes)

    def churn(self):
        """One day: some leave, some come back, twice at odd times."""
        left = 24 * 60
        for part in range(2):
            minutes = self.random.randrange(1, 11 * 60)
            self.advance(minutes)
            left -= minutes
            for kind, size in (("standard", STANDARD), ("premium", PREMIUM)):
                away = self.away[kind]
                self.sign("sign_in", kind, away)
                self.away[kind] = self.random.sample(range(size), self.random.randrange(1, CHURN))
                self.sign("sign_out", kind, self.away[kind])
        self.advance(left)

    def memory(self):
        for line in pathlib.Path(f"/proc/{self.rig.daemon.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise AssertionError("no VmRSS")

    def disk(self):
        return sum(path.stat().st_size for path in self.rig.state.rglob("*") if path.is_file())

    def peak(self, kind, start, end):
        """The truth (R-USE-3): what stood when [start, end) began, and whatever came in it."""
        before = [counts[kind] for at, counts in self.history if at < start]
        return max(before[-1:] + [counts[kind] for at, counts in self.history if start <= at < end])

    def check_delivered(self, since, until):
        names = {row["tag"]: row["name"] for row in self.rig.status()["entitlements"]}
        instance = self.rig.admin("GET", "/admin/usage")["instances"][0]
        merged = 0
        for kind in ("standard", "premium"):
            rows = sorted((parse(row["interval_start"]), parse(row["interval_end"]), row["peak"])
                          for row in instance["reports"] if names.get(row["tag"]) == kind)
            rows = [row for row in rows if row[1] > since]
            self.assertGreater(len(rows), 3)
            for before, after in zip(rows, rows[1:]):
                self.assertEqual(before[1], after[0], f"{kind}: no time is missing and none comes twice")
            self.assertLessEqual(rows[0][0], since)
            self.assertEqual(rows[-1][1], until)
            for start, end, peak in rows:
                self.assertEqual(peak, self.peak(kind, start, end), f"{kind} {start}..{end}")
                merged += end - start > self.report_time
        conflicts = sum(row["conflicts"] for row in instance["reports"])
        self.assertEqual(conflicts, 0, "a row that was sent never changes")
        return merged

    def test_nothing_is_lost_and_nothing_grows(self):
        began = time.monotonic()
        self.random = random.Random(self.days)
        self.report_time = datetime.timedelta(hours=8) if self.catalog != "uccx-12.5" else datetime.timedelta(minutes=15)
        policy = f"outbox_rows_max = {self.outbox_rows}\nrows_per_exchange_max = {min(200, self.outbox_rows)}"
        self.rig = lab_rig.Rig(BUILD, catalog=self.catalog, policy=policy)
        self.addCleanup(self.rig.close)
        self.rig.start_lab()
        self.rig.start_daemon()
        self.rig.register(standard=STANDARD, premium=PREMIUM)
        self.now, self.counts, self.history = START, {"standard": 0, "premium": 0}, []
        self.away = {"standard": [], "premium": []}
        self.sign("sign_in", "standard", range(STANDARD))
        self.sign("sign_in", "premium", range(PREMIUM))
        self.rig.admin("POST", "/admin/faults", {"match": {}, "count": 1_000_000, "fault": {"kind": "close"}})

        memory, rows_before = [], None
        for day in range(self.days):
            self.churn()
            memory.append(self.memory())
            status = self.rig.status()
            self.assertLessEqual(status["outbox_rows"], self.outbox_rows)
        settled = memory[max(1, self.days // 10):]
        spread = max(abs(value - settled[0]) for value in settled) / settled[0]
        intervals = self.days * 96
        history_rows = intervals * 6
        disk = self.disk()
        print(f"{self.days} days: {memory[0] >> 10} KiB resident after the first day, {settled[0] >> 10} then, "
              f"{memory[-1] >> 10} at the end (+-{spread:.1%}); {disk >> 10} KiB on disk for {history_rows} history rows; "
              f"{status['outbox_rows']} rows wait; {time.monotonic() - began:.0f} s", file=sys.stderr)
        self.assertLessEqual(spread, MEMORY_TOLERANCE)
        self.assertLessEqual(disk, DISK_BYTES_BESIDES + DISK_BYTES_EACH_ROW * history_rows)

        self.rig.admin("DELETE", "/admin/faults")
        for _ in range(26):  # an attempt that waits is at most a day away, and each answer brings the next report
            self.advance(60)
            if self.rig.status()["outbox_rows"] == 0:
                break
        self.assertEqual(self.rig.status()["outbox_rows"], 0)
        last = self.now - (self.now - START) % self.report_time
        merged = self.check_delivered(START, last)
        print(f"delivered, {merged} merged rows; {time.monotonic() - began:.0f} s in all", file=sys.stderr)
        self.assertGreater(merged, 0, "the outbox was never full")
        self.assertEqual(self.rig.status()["authorization"]["state"], "authorized")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--days", type=int, default=LongSilence.days)
    parser.add_argument("--catalog", default=LongSilence.catalog)
    parser.add_argument("--outbox-rows", type=int, default=LongSilence.outbox_rows)
    options, rest = parser.parse_known_args()
    BUILD, LongSilence.days, LongSilence.catalog = options.build, options.days, options.catalog
    LongSilence.outbox_rows = options.outbox_rows
    unittest.main(argv=[sys.argv[0], *rest])
