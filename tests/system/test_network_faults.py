"""The fault table (issue: every failure has its cause): each fault ends in the right named cause, a remedy, the next attempt's
time, one alarm and one clear, and unchanged licenses.

    test_network_faults.py BUILD                 everything; docs/network-faults.md must say the same
    test_network_faults.py BUILD --write-docs    writes docs/network-faults.md
    test_network_faults.py BUILD --repeat 1000   a mix of all faults in one life of the daemon: nothing may leak

The groups that need a name server of their own are skipped where that is not possible (see fault_dns).
"""

import pathlib
import sys
import unittest

import fault_dns
import fault_drill
import fault_leaks
import fault_table
import relay_faults

BUILD = sys.argv.pop(1)
WRITE_DOCS = "--write-docs" in sys.argv and not sys.argv.remove("--write-docs")
DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs" / "network-faults.md"

outcomes = {}


class Group:
    """A mixin: the rows of one configuration, on one rig."""

    @classmethod
    def setUpClass(cls):
        if cls.options.get("names") and fault_dns.why_not():
            raise unittest.SkipTest(fault_dns.why_not())
        cls.rig = fault_drill.Drill(BUILD, **cls.options)
        cls.addClassCleanup(cls.rig.close)
        cls.rig.begin()

    def run_row(self, row):
        outcomes[row.place, row.name] = fault_drill.drill(self, self.rig, row)


def make_class(name, options, rows):
    members = {"options": options}
    for index, row in enumerate(rows):
        members[f"test_{index:02}_{row.place}_{row.name}"] = lambda self, row=row: self.run_row(row)
    return type(name, (Group, unittest.TestCase), members)


for group, (options, rows) in fault_table.GROUPS.items():
    globals()[group] = make_class(group, options, rows)


class Harmless(unittest.TestCase):
    """What is odd, but no fault."""

    def test_odd_but_right(self):
        odd = {**relay_faults.HARMLESS, **{name: relay_faults.TLS[name] for name in ("good", "with_intermediate")}}
        with fault_drill.Drill(BUILD, host="localhost") as rig:
            rig.begin()
            for name, talk in odd.items():
                with self.subTest(name):
                    rig.relay.order(talk)
                    done = rig.ctl("renew", "authorization", check=False)
                    self.assertEqual(done.returncode, 0, done.stderr)


class Z_Documentation(unittest.TestCase):
    """Last by name: compares what was seen with the document."""

    def test_document(self):
        written = [outcomes[row.place, row.name] for _, rows in fault_table.GROUPS.values() for row in rows
                   if (row.place, row.name) in outcomes]
        lines = [f"| {row.place} | {row.name.replace('_', ' ')} | `{row.code}` | {row.cause} | {cell(row.text)} | {cell(row.remedy)} |"
                 for row in written]
        if WRITE_DOCS:
            DOCS.write_text("\n".join([HEAD, *lines, ""]))
        documented = set(DOCS.read_text().splitlines())
        for line in lines:
            self.assertIn(line, documented, "run with --write-docs and read what changed")

    def test_there_are_at_least_60_rows(self):
        self.assertGreaterEqual(sum(len(rows) for _, rows in fault_table.GROUPS.values()), 60)


def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


HEAD = """# What the agent says when the network, the proxy or the SSM fails

Written by `tests/system/test_network_faults.py BUILD --write-docs` and compared by every run of that test: each fault below
was injected into the way between a registered agent and `ssm-lab`, and the words are those that `status` and the alarm showed.
Each also had a next attempt's time, raised its alarms once, cleared them once at the next success, and changed no license.
`PORT`, `UUID`, `DATE`, `DIR` and `N` stand for what differs from run to run. The codes are those of the failure catalog.

| Where | Fault | Code | Cause | Text | Remedy |
|---|---|---|---|---|---|"""


if __name__ == "__main__":
    if "--repeat" in sys.argv:
        sys.exit(fault_leaks.main(BUILD, int(sys.argv[sys.argv.index("--repeat") + 1])))
    unittest.main()
