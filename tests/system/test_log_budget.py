"""A healthy registered product writes few lines: at most 20 in a quiet day (issue: log budget), at the default level."""

import sys
import unittest

import lab_rig

BUILD = sys.argv.pop(1)
LINES_A_DAY_MAX = 20


class LogBudget(unittest.TestCase):
    def day(self, catalog):
        with lab_rig.Rig(BUILD, catalog=catalog) as rig:
            rig.start_lab()
            rig.start_daemon()
            rig.register()
            for number in range(20):
                rig.api("POST", "/v1/seats", {"id": f"agent{number}", "capabilities": ["inbound_voice"]})
            rig.ctl("lab", "advance", "1h")
            before = rig.log().splitlines()
            rig.ctl("lab", "advance", "24h")
            self.assertEqual(rig.status()["authorization"]["state"], "authorized")
            return rig.log().splitlines()[len(before):]

    def test_a_quiet_registered_day_is_quiet_in_the_log(self):
        for catalog in ("uccx-12.5", "uccx-12.5su3"):
            lines = self.day(catalog)
            print(f"{catalog}: {len(lines)} lines in a day")
            self.assertLessEqual(len(lines), LINES_A_DAY_MAX, "\n".join(lines))


if __name__ == "__main__":
    unittest.main()
