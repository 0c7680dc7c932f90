"""The power goes (SIGKILL) at every commit of every operation in the life of a license: before it, after it, and after its
effects. Afterwards the operation happened or did not; both sides agree, or do after one exchange; it can be done again;
nothing is lost and nothing is left over.

    test_power_cut.py BUILD [--only WORDS] [--jobs N]
"""

import argparse
import concurrent.futures
import pathlib
import sys
import time
import unittest

import lifecycle_operations
import power_cut
import reservation_operations

OPERATIONS = [*lifecycle_operations.OPERATIONS, *reservation_operations.OPERATIONS]


class PowerCut(unittest.TestCase):
    only, jobs = "", 2
    maxDiff = None

    def check_agreement(self, rig):
        """At once, or after one exchange."""
        if power_cut.disagreement(rig):
            rig.ask("POST", "/v1/authorization/renew?wait=1")
            rig.settle()
        self.assertEqual(power_cut.disagreement(rig), "")

    def whole(self, moment):
        """The operation without a cut: the views before and after it, and what its commits changed."""
        with moment.again() as rig:
            before, at_start = power_cut.outlook(rig), len(rig.commits())
            status, answer = moment.operation.act(rig, moment.made)
            self.assertLess(status, 300, f"{moment.operation.name}: {answer}")
            rig.settle()
            return before, power_cut.outlook(rig), at_start, rig.commits()

    def check_codes(self, rig, answer):
        """What the operator was told before the cut is shown still."""
        told = power_cut.codes_in(answer)
        if told:
            now = power_cut.codes_in(rig.api("GET", "/v1/reservation"))
            self.assertEqual({name: now.get(name) for name in told}, told)

    def judge(self, rig, moment, before, after):
        """After the restart. Gives whether it had happened."""
        operation = moment.operation
        view = power_cut.outlook(rig)
        if view != before and not operation.takes_time:
            self.assertEqual(view, after, "neither the state of before nor that of after")
        self.assertEqual(power_cut.secrets_left(rig), [])
        if not operation.ends_by_hand:
            self.check_agreement(rig)
        operation.act(rig, moment.made)
        rig.settle()
        self.assertEqual(power_cut.outlook(rig), after, "done again")
        self.assertEqual(power_cut.secrets_left(rig), [])
        operation.finish(rig)
        self.check_agreement(rig)
        self.assertEqual(power_cut.clone_alarms(rig), [])
        return view == after

    def cut(self, moment, before, after, number, side):
        rig = moment.again(f"{number}:{side}")
        try:
            answer = moment.operation.act(rig, moment.made)
            power_cut.lab_rig.wait_for(lambda: rig.daemon.poll() is not None, "the power cut")
            self.assertEqual(rig.daemon.returncode, -9, rig.log())
            rig.start_daemon()
            self.check_codes(rig, answer)
            return self.judge(rig, moment, before, after)
        except BaseException as error:
            error.add_note(f"{moment.operation.name}, commit {number}:{side}\n" + rig.log())
            raise
        finally:
            rig.close()

    def every_cut(self, operation, pool):
        began = time.monotonic()
        with power_cut.Moment(BUILD, operation) as moment:
            before, after, at_start, commits = self.whole(moment)
            self.assertGreater(len(commits), at_start, operation.name)
            points = [(number, side) for number in range(at_start + 1, len(commits) + 1) for side in power_cut.SIDES]
            ends = list(pool.map(lambda point: self.cut(moment, before, after, *point), points))
        if before != after:
            self.assertFalse(ends[0], "cut before its first commit nothing has happened")
        self.assertTrue(ends[-1], "cut after its last effect it has")
        print(f"{operation.name}: {len(points)} cuts, {sum(ends)} happened, {time.monotonic() - began:.1f} s: "
              + " | ".join(commits[at_start:]), file=sys.stderr)
        return len(points)

    def test_every_operation_at_every_commit(self):
        wanted = [one for one in OPERATIONS if self.only in one.name]
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            cuts = 0
            for operation in wanted:
                with self.subTest(operation.name):
                    cuts += self.every_cut(operation, pool)
        print(f"{cuts} power cuts", file=sys.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--only", default=PowerCut.only)
    parser.add_argument("--jobs", type=int, default=PowerCut.jobs)
    options, rest = parser.parse_known_args()
    BUILD, PowerCut.only, PowerCut.jobs = options.build, options.only, options.jobs
    unittest.main(argv=[sys.argv[0], *rest])
