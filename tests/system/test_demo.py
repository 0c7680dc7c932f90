"""The demo: its report is the checked-in one, the same each time, and the same when the daemon is killed on the way."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

BUILD = sys.argv.pop(1)
HERE = pathlib.Path(__file__).resolve().parent
REPO = HERE.parents[1]


def demo(*options):
    done = subprocess.run([sys.executable, REPO / "scripts" / "demo.py", "--build", BUILD, *options],
                          capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise AssertionError(done.stderr[-4000:])
    return done.stdout


def golden(name):
    return (HERE / "golden" / name).read_text()


def usage_of(*options):
    with tempfile.NamedTemporaryFile() as file:
        report = demo("--usage", file.name, *options)
        return report, json.loads(pathlib.Path(file.name).read_text())


class Demo(unittest.TestCase):
    maxDiff = None

    def test_tolerant_report_is_the_one_of_the_data(self):
        self.assertEqual(demo(), golden("two-days-uccx-12.5.txt"))

    def test_without_buying_the_lock_stays(self):
        report = demo("--no-buy")
        self.assertEqual(report, golden("two-days-uccx-12.5-no-buy.txt"))

    def test_immediate_report_is_the_one_of_the_data(self):
        report = demo("--catalog", "uccx-12.5su3")
        self.assertEqual(report, golden("two-days-uccx-12.5su3.txt"))
        self.assertNotIn("SYSTEM_TO_ENTER_OOC_STATE", report)

    def test_twenty_kills_change_nothing_and_ssm_counts_each_report_once(self):
        _, whole = usage_of()
        report, killed = usage_of("--kill", "20")
        self.assertEqual(report, golden("two-days-uccx-12.5.txt"))
        self.assertEqual(reports_of(whole), reports_of(killed))
        for tag, reports in reports_of(killed).items():
            ends = [end for _, end, _, _ in reports]
            self.assertEqual(len(ends), len(set(ends)), f"an interval of {tag} was counted twice")


def reports_of(usage):
    """What SSM counted, by tag: one (start, end, peak, reported) a report, in order of time."""
    by_tag = {}
    for report in (report for instance in usage["instances"] for report in instance["reports"]):
        row = (report["interval_start"], report["interval_end"], report["peak"], report["reported"])
        by_tag.setdefault(report["tag"], []).append(row)
    return {tag: sorted(rows) for tag, rows in by_tag.items()}


if __name__ == "__main__":
    unittest.main()
