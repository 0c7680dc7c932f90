"""The history of the two-day demo is what the trace says, column by column, row by row (R-USE-3..8); and a history of 400
days comes whole, with no more memory than a short one."""

import csv
import io
import json
import pathlib
import subprocess
import sys
import unittest

import lab_rig
import usage_truth

BUILD = sys.argv.pop(1)
REPO = pathlib.Path(__file__).resolve().parents[2]
TRACE = REPO / "tests" / "data" / "two-days.csv"
BUY_AT = "2026-03-03T15:05:00Z"
COLUMNS = ["interval_start", "entitlement", "current", "peak", "average", "reported", "locked", "purchased", "state"]


def number(text):
    return int(text) if text else None


def row_of(line):
    return {**line, **{name: number(line[name]) for name in ("current", "peak", "reported", "locked", "purchased")},
            "average": float(line["average"])}


def rows_of(text):
    return [row_of(line) for line in csv.DictReader(io.StringIO(text))]


class History(unittest.TestCase):
    maxDiff = None

    def play(self, catalog):
        rig = lab_rig.Rig(BUILD, catalog=catalog)
        self.addCleanup(rig.close)
        rig.start_lab()
        rig.start_daemon()
        rig.register(standard=60, premium=40)
        rig.ctl("replay", TRACE, "--buy-at", BUY_AT, "--ssm-admin", rig.admin_url, "--ssm-token-file",
                rig.ssm_dir / "admin-token", "--virtual-account", "Default", timeout=300)
        return rig

    def compare(self, said, wanted):
        self.assertEqual(len(said), len(wanted))
        for is_row, be_row in zip(said, wanted):
            where = f'{be_row["interval_start"]} {be_row["entitlement"]}'
            for column in COLUMNS:
                if column == "average":
                    self.assertAlmostEqual(is_row[column], float(be_row[column]), places=3, msg=f"{where} {column}")
                else:
                    self.assertEqual(is_row[column], be_row[column], f"{where} {column}")

    def check(self, catalog, tolerant, by_use):
        wanted = usage_truth.history(TRACE, tolerant, by_use, usage_truth.Pool(60, 40), usage_truth.moment(BUY_AT))
        self.assertEqual(len(wanted), 2 * 96 * 6)
        rig = self.play(catalog)
        said = rig.ctl("history", "--csv").stdout
        self.assertEqual(said.splitlines()[0].split(","), COLUMNS)
        self.compare(rows_of(said), wanted)
        # The same in the other form, from the daemon itself, and in part.
        self.compare(json.loads(rig.ctl("history", "--json").stdout)["rows"], wanted)
        self.compare(rows_of(served(rig, "/v1/history?format=csv")), wanted)
        part = rig.ctl("history", "--csv", "--from", "2026-03-03T10:00:00Z", "--to", "2026-03-03T11:00:00Z").stdout
        self.compare(rows_of(part), [row for row in wanted if "2026-03-03T10" in row["interval_start"]])
        self.check_sessions(rig, tolerant, by_use)

    def check_sessions(self, rig, tolerant, by_use):
        """Each report's peak, and the sessions that made it (R-USE-11)."""
        wanted = usage_truth.peaks(TRACE, tolerant, by_use)
        reports = json.loads(rig.ctl("reports", "--from", "2026-03-02T00:00:00Z", "--json").stdout)["reports"]
        self.assertEqual({(report["entitlement"], report["end"]) for report in reports}, set(wanted))
        for report in reports:
            sessions = wanted[report["entitlement"], report["end"]]
            said = json.loads(served(rig, f'/v1/reports/{report["id"]}/explain'))
            where = f'{report["entitlement"]} {report["end"]}'
            self.assertEqual(said["peak"], len(sessions), where)
            self.assertEqual({session["id"] for session in said["sessions"]}, sessions, where)
            self.assertEqual((said["found"], said["matches_peak"], said["reason"]), (len(sessions), True, None), where)

    def test_configured_classes_reports_of_a_quarter_hour_and_the_lock(self):
        self.check("uccx-12.5", tolerant=True, by_use=False)

    def test_classes_by_use_and_reports_of_eight_hours(self):
        self.check("uccx-12.5su3", tolerant=False, by_use=True)

    def test_four_hundred_days_come_whole_in_bounded_memory(self):
        with lab_rig.Rig(BUILD) as rig:
            rig.start_lab()
            rig.start_daemon()
            rig.ctl("lab", "advance", "400d", timeout=300)
            before = resident_kib(rig)
            text = served(rig, "/v1/history?format=csv")
            grown = resident_kib(rig) - before
            self.assertEqual(text.count("\n") - 1, 400 * 96 * 6)
            self.assertEqual(len({line.split(",")[0] for line in text.splitlines()[1:]}), 400 * 96)
            self.assertLess(grown, 16 * 1024, "the daemon must not hold the whole answer")
            self.assertEqual(rig.ctl("history", "--csv", timeout=300).stdout.count("\n") - 1, 400 * 96 * 6)


def served(rig, target):
    done = subprocess.run(["curl", "-sS", "--fail", "--unix-socket", rig.socket, "http://localhost" + target],
                          capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout


def resident_kib(rig):
    status = pathlib.Path(f"/proc/{rig.daemon.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


if __name__ == "__main__":
    unittest.main()
