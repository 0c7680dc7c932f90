"""Backup and restore (docs/backup.md): under load, cut off at every step, on this machine and another, and what SSM says to an
older state. Real programs, lab time.

    test_backup.py BUILD [--every-step]

A restore is cut off at every third of its steps, with --every-step at each. Without strace there are no cuts, which is said.
"""

import json
import random
import shutil
import subprocess
import sys
import threading
import time
import unittest

import lab_rig
from product_client import ProductClient, sign_in, sign_out

BUILD = sys.argv.pop(1)
EVERY_STEP = "--every-step" in sys.argv
if EVERY_STEP:
    sys.argv.remove("--every-step")
PASSPHRASE = "correct horse battery staple"
QUIET = "report_unchanged = false"
LEFTOVERS = ("restore.unfinished", "restore.ready", "restore.moved", "backup.db.unfinished")


class BackupTest(unittest.TestCase):
    def rig(self, **options):
        rig = lab_rig.Rig(BUILD, policy=QUIET, **options)
        self.addCleanup(rig.close)
        rig.passphrase = rig.dir / "passphrase"
        rig.passphrase.write_text(PASSPHRASE + "\n")
        return rig

    def running(self, **options):
        rig = self.rig(**options)
        rig.start_lab()
        rig.start_daemon()
        return rig

    def backup(self, rig, name="state.backup", check=True):
        path = rig.dir / name
        done = rig.ctl("backup", path, "--passphrase-file", rig.passphrase, check=check)
        return path if check else done

    def restore_words(self, rig, file, *options):
        return ["restore", file, "--passphrase-file", rig.passphrase, "--daemon", rig.daemon_binary, "--config", rig.config,
                "--state-dir", rig.state, "--catalog-dir", rig.repo / "etc" / "catalogs", "--lab", *options]

    def restore(self, rig, file, *options, check=True):
        return rig.ctl(*self.restore_words(rig, file, *options), check=check)

    def refused(self, rig, file, exit_code, *options):
        """One line on stderr with a remedy; the text."""
        done = self.restore(rig, file, *options, check=False)
        self.assertEqual(done.returncode, exit_code, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertRegex(done.stderr, r"^error: [a-z_]+: .+; .+\n$")
        return done.stderr

    def events(self, rig):
        return [event["name"] for event in rig.api("GET", "/v1/events")[1]["events"]]

    def seats(self, rig):
        found, cursor = set(), ""
        while True:
            _, page = rig.api("GET", f"/v1/seats?limit=1000{cursor and '&cursor=' + cursor}")
            found.update(row["id"] for row in page["seats"])
            if not page["cursor"]:
                return found
            cursor = page["cursor"]

    def alarms(self, rig):
        return {alarm["code"]: alarm for alarm in rig.status()["alarms"]}


class RoundTrip(BackupTest):
    def test_a_machine_that_lost_its_disk_goes_on(self):
        rig = self.running()
        rig.register()
        rig.api("POST", "/v1/seats", {"id": "agent1", "capabilities": ["inbound_voice"]})
        rig.ctl("lab", "advance", "3h")
        before = rig.status()
        history = rig.ctl("history", "--csv").stdout
        file = self.backup(rig)
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        self.assertIn("BACKUP_MADE", self.events(rig))
        for word in (b"SQLite", b"PRIVATE KEY", PASSPHRASE.encode(), before["registration"]["instance_id"].encode()):
            self.assertNotIn(word, file.read_bytes())
        rig.stop_daemon()
        shutil.rmtree(rig.state)
        said = self.restore(rig, file).stdout
        self.assertIn("systemctl start smart-agentd", said)
        self.assertIn("register --force", said, "the way out is told")
        rig.start_daemon()
        after = rig.status()
        for block in ("registration", "authorization", "evaluation", "udi", "seats"):
            self.assertEqual(after[block], before[block], block)
        self.assertEqual(rig.ctl("history", "--csv").stdout, history)
        self.assertIn("STATE_RESTORED", self.events(rig))
        rig.ctl("renew", "authorization")
        self.assertNotIn("CLONE_SUSPECTED", self.alarms(rig), "nothing was said since the backup")
        self.assertEqual({path.name for path in rig.state.iterdir()} & set(LEFTOVERS), set())

    def test_a_secret_that_only_the_service_is_given_does_not_keep_from_a_restore(self):
        rig = self.rig()
        rig.start_lab()
        rig.start_daemon()
        file = self.backup(rig)
        rig.stop_daemon()
        rig.write_config(transport=f"""[transport]
route = "proxy"
url = "{rig.url}"
[transport.proxy]
host = "127.0.0.1"
port = 3128
user = "agent"
password_file = "credential:proxy-password\"""")
        self.assertEqual(subprocess.run([*map(str, rig.daemon_command())], capture_output=True).returncode, 78,
                         "without the credential it does not run")
        self.assertIn("Restored", self.restore(rig, file, "--replace").stdout)

    def test_what_is_in_it_is_shown_to_who_has_the_passphrase(self):
        rig = self.running()
        rig.register()
        file = self.backup(rig)
        said = json.loads(rig.ctl("restore", file, "--passphrase-file", rig.passphrase, "--daemon", rig.daemon_binary, "--show",
                                  "--json").stdout)
        self.assertEqual(said["udi"], rig.status()["udi"])
        self.assertEqual(said["registration"], "registered")
        self.assertEqual(said["made_at"], rig.status()["clock"]["now"])
        self.assertTrue(said["lab"])
        text = rig.ctl("restore", file, "--passphrase-file", rig.passphrase, "--daemon", rig.daemon_binary, "--show").stdout
        self.assertIn("The backup is whole.", text)
        words = ["restore", file, "--passphrase-file", rig.passphrase, "--daemon", rig.daemon_binary, "--show"]
        closed = subprocess.run(["sh", "-c", 'exec "$0" "$@" <&-', rig.ctl_binary, *map(str, words)], capture_output=True,
                                text=True, timeout=120)
        self.assertIn("The backup is whole.", closed.stdout, closed.stderr)

    def test_without_a_good_configuration_nothing_is_restored(self):
        rig = self.running()
        file = self.backup(rig)
        rig.stop_daemon()
        rig.config.write_text(rig.config.read_text() + "[bygone]\nkey = 1\n[bygone_too]\nkey = 1\n")
        self.assertIn('error: unknown section "bygone"', self.refused(rig, file, 78, "--replace"))
        told = self.restore(rig, file, "--replace", "--json", check=False)
        self.assertEqual(told.returncode, 78)
        problem = json.loads(told.stderr)
        self.assertEqual(problem["code"], "invalid_argument")
        self.assertIn("smart-agentd --check-config", problem["remedy"])

    def test_what_is_refused_says_why_and_what_to_do(self):
        rig = self.running()
        rig.register()
        file = self.backup(rig)
        self.assertNotEqual(self.backup(rig, check=False).returncode, 0, "a backup is not overwritten unasked")
        self.assertIn("systemctl stop smart-agentd.socket smart-agentd)", self.refused(rig, file, 3, "--replace"))
        rig.stop_daemon()
        self.assertIn("--replace", self.refused(rig, file, 3))
        whole = file.read_bytes()
        damaged = rig.dir / "damaged"
        for bytes_there in (whole[:-1], whole[:80], whole[:80 + 65552], whole[:500] + b"x" + whole[501:], whole + b"x"):
            damaged.write_bytes(bytes_there)
            self.assertIn("damaged or cut off", self.refused(rig, damaged, 8, "--replace"))
        damaged.write_bytes(whole[:8] + b"\0\2" + whole[10:])
        self.assertIn("newer agent", self.refused(rig, damaged, 3, "--replace"))
        damaged.write_bytes(b"no backup" * 100)
        self.assertIn("no backup of smart-agent", self.refused(rig, damaged, 2, "--replace"))
        self.assertIn("cannot be read", self.refused(rig, rig.dir / "none", 2, "--replace"))
        rig.passphrase.write_text("another passphrase")
        self.assertIn("not the passphrase", self.refused(rig, file, 4, "--replace"))
        rig.start_daemon()
        self.assertEqual(rig.status()["registration"]["state"], "registered", "nothing of all that changed anything")

    def test_another_machine_gets_nothing(self):
        rig = self.running()
        rig.register()
        file = self.backup(rig)
        other = self.rig(serial="f0e1d2c3b4a5", lab_of=rig)
        other.write_config()
        self.assertIn("another machine", self.refused(other, file, 3))
        self.assertFalse(other.state.exists())
        other.start_daemon()
        self.assertEqual(other.status()["registration"]["state"], "unregistered")

    def test_no_evaluation_time_is_won(self):
        rig = self.running()
        rig.ctl("lab", "advance", "5d", timeout=300)
        rig.register()
        file = self.backup(rig)
        rig.ctl("deregister", "--yes")
        rig.ctl("lab", "advance", "20d", timeout=300)
        left = rig.status()["evaluation"]["seconds_left"]
        rig.stop_daemon()
        self.restore(rig, file, "--replace")
        rig.start_daemon()
        self.assertEqual(left, 65 * 86400)
        self.assertEqual(rig.status()["evaluation"]["seconds_left"], left)

    def test_an_older_backup_has_a_way_out_at_ssm(self):
        rig = self.running()
        rig.register()
        file = self.backup(rig)
        for _ in range(2):
            rig.ctl("renew", "authorization")
        rig.stop_daemon()
        said = self.restore(rig, file, "--replace").stdout
        self.assertIn("CLONE_SUSPECTED", said)
        rig.start_daemon()
        rig.ctl("renew", "authorization", check=False)
        alarm = self.alarms(rig)["CLONE_SUSPECTED"]
        self.assertIn("register", alarm["remedy"])
        self.assertNotEqual(rig.ctl("renew", "authorization", check=False).returncode, 0, "this copy says nothing more")
        rig.ctl("register", rig.token(), "--force")
        lab_rig.wait_for(lambda: rig.api("GET", "/v1/lab/clock")[1]["settled"], "nothing more to do")
        self.assertNotIn("CLONE_SUSPECTED", self.alarms(rig))
        self.assertEqual(rig.status()["registration"]["state"], "registered")
        kept = [path for path in rig.state.iterdir() if path.name.startswith("before-restore-")]
        self.assertEqual(len(kept), 1)
        self.assertTrue((kept[0] / "state.db").exists())


class Caller(threading.Thread):
    """Signs seats in and out, one request at a time: after its n-th answer what it holds is known."""

    WINDOW = 10

    def __init__(self, rig, number):
        super().__init__()
        self.client = ProductClient(rig.run / "product.sock")
        self.number = number
        self.answered = 0
        self.goes_on = True

    def seat(self, number):
        return f"c{self.number}-{number}"

    def change(self, number):
        """A sign-in, the sign-out of an older seat, and so on."""
        turn, part = divmod(number, 2)
        return sign_in(self.seat(turn)) if part == 0 else sign_out(self.seat(turn - self.WINDOW))

    def is_moment(self, seats, least, most):
        """Whether these were its seats after at least `least` and at most `most` answers."""
        now = set()
        for number in range(most + 1):
            if number >= least and now == seats:
                return True
            change = self.change(number)
            (now.add if change["op"] == "sign_in" else now.discard)(change["id"])
        return False

    def run(self):
        while self.goes_on:
            answer = self.client.ask([self.change(self.answered)])[0]
            if answer is None:
                break
            assert answer["ok"], answer
            self.answered += 1
        self.client.close()


class UnderLoad(BackupTest):
    CALLERS = 8

    def callers(self, rig):
        callers = [Caller(rig, number) for number in range(self.CALLERS)]
        for caller in callers:
            caller.start()
        return callers

    def end(self, callers):
        for caller in callers:
            caller.goes_on = False
        for caller in callers:
            caller.join(30)

    def check_seats(self, rig, callers, begun, ended):
        there = self.seats(rig)
        for caller, least, most in zip(callers, begun, ended):
            own = {seat for seat in there if seat.startswith(f"c{caller.number}-")}
            # What was answered before the backup began is in it; nothing is in it that was not answered soon after its end.
            fits = caller.is_moment(own, least, most + 1)
            self.assertTrue(fits, f"caller {caller.number}: {sorted(own)} is no moment between {least} and {most + 1}")

    def test_a_backup_holds_one_moment_of_many_callers(self):
        rig = self.running()
        rig.register(standard=400, premium=40)
        callers = self.callers(rig)
        moments = []
        for number in range(3):
            time.sleep(0.5)
            begun = [caller.answered for caller in callers]
            file = self.backup(rig, f"load-{number}.backup")
            moments.append((file, begun, [caller.answered for caller in callers]))
        self.end(callers)
        self.assertGreater(min(caller.answered for caller in callers), 100)
        rig.stop_daemon()
        for file, begun, ended in moments:
            self.restore(rig, file, "--replace")
            shutil.rmtree(next(rig.state.glob("before-restore-*")))
            rig.start_daemon()
            self.check_seats(rig, callers, begun, ended)
            rig.stop_daemon()

    def test_a_daemon_killed_in_the_middle_of_a_backup_lost_nothing(self):
        rig = self.running()
        rig.register(standard=400, premium=40)
        dice = random.Random(1)
        for number in range(8):
            callers = self.callers(rig)
            time.sleep(0.1)
            path = rig.dir / f"killed-{number}.backup"
            command = [str(rig.ctl_binary), "--socket", str(rig.socket), "backup", str(path), "--passphrase-file",
                       str(rig.passphrase)]
            asking = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            time.sleep(dice.uniform(0.0, 0.6))
            rig.kill_daemon()
            error = asking.communicate(timeout=30)[1].decode()
            self.end(callers)
            if asking.returncode == 0:
                self.restore(rig, path, "--show")
            else:
                self.assertEqual(asking.returncode, 75, error)
                self.assertEqual(list(rig.dir.glob(path.name + "*")), [], "no half backup is left")
            rig.start_daemon()
            answered = [caller.answered for caller in callers]
            self.check_seats(rig, callers, answered, answered)
            self.assertEqual({entry.name for entry in rig.state.iterdir()} & set(LEFTOVERS), set())
            self.assertEqual(rig.status()["registration"]["state"], "registered")
            rig.api("PUT", "/v1/seats", {"seats": []})


class PowerCut(BackupTest):
    """SIGKILL at each call that changes the disk, as strace counts them."""

    CALLS = ("rename", "mkdir", "fsync", "unlink,unlinkat,rmdir", "pwrite64", "fdatasync")

    def setUp(self):
        if not shutil.which("strace"):
            print("skipped: the cuts of a restore, because strace is not installed (package strace)", flush=True)
            self.skipTest("strace is not installed")
        self.machine = rig = self.running()
        rig.register()
        rig.api("POST", "/v1/seats", {"id": "early", "capabilities": []})
        self.file = self.backup(rig)
        rig.api("POST", "/v1/seats", {"id": "late", "capabilities": []})
        rig.stop_daemon()
        self.present = rig.dir / "present"
        shutil.copytree(rig.state, self.present)

    def cut(self, calls, number):
        """Whether the restore was killed at its `number`th of these calls."""
        rig = self.machine
        shutil.rmtree(rig.state)
        shutil.copytree(self.present, rig.state)
        restore = [rig.daemon_binary, "--restore", self.file, "--passphrase-file", rig.passphrase, "--config", rig.config,
                   "--state-dir", rig.state, "--catalog-dir", rig.repo / "etc" / "catalogs", "--lab", "--replace"]
        done = subprocess.run(["strace", "-f", "-o", "/dev/null", "-e", f"trace={calls}",
                               "-e", f"inject={calls}:signal=SIGKILL:when={number}", *map(str, restore)],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode == 0:
            return False
        self.assertIn(done.returncode, (-9, 137), done.stderr)
        return True

    def judge(self, where):
        rig = self.machine
        rig.start_daemon()
        restored = "STATE_RESTORED" in self.events(rig)
        self.assertEqual(self.seats(rig), {"early"} if restored else {"early", "late"}, where)
        self.assertEqual(rig.status()["registration"]["state"], "registered", where)
        self.assertEqual({entry.name for entry in rig.state.iterdir()} & set(LEFTOVERS), set(), where)
        rig.stop_daemon()
        return restored

    def test_a_restore_cut_off_at_any_step_is_whole_or_was_never_there(self):
        outcomes = {True: 0, False: 0}
        for calls in self.CALLS:
            number = 1
            while self.cut(calls, number):
                outcomes[self.judge(f"{calls} {number}")] += 1
                self.assertLess(number, 200)
                number += 1 if EVERY_STEP else 3
        print(f"cut off at {sum(outcomes.values())} steps: {outcomes[True]} restored, {outcomes[False]} as before", flush=True)
        self.assertGreater(outcomes[True], 3)
        self.assertGreater(outcomes[False], 3)
        self.assertTrue(self.judge("not cut off"))

    def test_a_restore_goes_on_where_an_earlier_one_was_cut_off(self):
        self.assertTrue(self.cut("rename", 6))
        self.restore(self.machine, self.file, "--replace")
        self.assertTrue(self.judge("a second restore"))


if __name__ == "__main__":
    program = unittest.main(exit=False)
    if not program.result.wasSuccessful():
        sys.exit(1)
    if program.result.testsRun == len(program.result.skipped):
        sys.exit(77)
