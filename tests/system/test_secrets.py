"""Secrets stay where they belong: token, proxy password and private keys are looked for in everything the agent writes and shows.

The agent goes through squid with Basic credentials, by both bindings, with the log at its most talkative: refused by the proxy,
refused by SSM, registered, renewed, deregistered. Exits 77 (skipped) without squid.
"""

import contextlib
import pathlib
import re
import stat
import sys
import time
import unittest

from proxies import needles
from proxies.bench import PASSWORD, USER, WRONG_PASSWORD
from proxies.cell import Cell, started_lab
from proxies.program import has_ipv6
from proxies.squid import Squid

BUILD = sys.argv.pop(1)
REFUSED_TOKEN = "NoSuchTokenButStillASecret-4711-0815"
SHOWING = ("status", "summary", "usage", "udi", "next", "events", "history", "transport show", "config show")


class Story(Cell):
    """One agent from the first refusal to the end; `needles` grows with each secret that comes up."""

    def __init__(self, lab, squid, mode):
        super().__init__(BUILD, lab, mode, 4, f"secrets-{mode}")
        self.squid = squid
        self.needles = {**needles.of_login(USER, PASSWORD), **needles.of_text("wrong proxy password", WRONG_PASSWORD),
                        **needles.of_text("refused token", REFUSED_TOKEN)}
        self.shown = {}
        self.in_memory = {}

    @property
    def keys(self):
        return self.agent.state / "keys"

    def start_with(self, password):
        transport = self.through(self.squid.port, user=USER, password=password)
        self.agent.write_config(transport=transport)
        text = self.agent.config.read_text()
        self.agent.config.write_text(text.replace('target = "stderr"', 'target = "stderr"\nlevel = "debug"'))
        self.agent.start_daemon()

    def token(self):
        token = self.agent.token()
        self.needles.update(needles.of_text(f"token {len(self.needles)}", token))
        return token

    def operate(self, moment, *arguments, code=0):
        """Does one thing as the operator and keeps everything that can be read afterwards."""
        done = self.agent.ctl(*arguments, check=False)
        if done.returncode != code:
            raise AssertionError(f"{moment}: exit {done.returncode} instead of {code}: {done.stderr}{done.stdout}")
        for file in self.keys.glob("*.key.pem"):
            self.needles.update(needles.of_private_key(file))
        self.shown[f"what the command said, {moment}"] = (done.stdout + done.stderr).encode()
        for verb in (*SHOWING, *self.optional_verbs()):
            for form in ((), ("--json",)):
                said = self.agent.ctl(*verb.split(), *form, check=False)
                self.shown[f"{verb} {' '.join(form)}, {moment}"] = (said.stdout + said.stderr).encode()
        for name in ("cmdline", "environ"):
            self.shown[f"the daemon's {name}, {moment}"] = pathlib.Path(f"/proc/{self.agent.daemon.pid}/{name}").read_bytes()
        self.shown.update({f"{name}, {moment}": content for name, content in self.files().items()})
        self.in_memory[moment] = needles.found_in(self.needles, {"": needles.memory_of(self.agent.daemon.pid)})

    def optional_verbs(self):
        """Support data, once the command line has it."""
        said = self.agent.ctl("--help").stdout
        return re.findall(r"^  (support-bundle)\b", said, re.MULTILINE)

    def files(self):
        """Everything below the agent's directory but the key files and the password file."""
        found = {}
        for path in sorted(self.agent.dir.rglob("*")):
            if path.is_file() and self.keys not in path.parents and path.name != "proxy-password":
                with contextlib.suppress(FileNotFoundError):  # one that the daemon just put in another's place
                    found[str(path.relative_to(self.agent.dir))] = path.read_bytes()
        return found

    def modes(self):
        """Of the folder of keys and of every file in it that stays."""
        found = {}
        for path in (self.keys, *self.keys.iterdir()):
            with contextlib.suppress(FileNotFoundError):
                found[path.name] = stat.S_IMODE(path.stat().st_mode)
        return found

    def memory_at_rest(self):
        """What a core file would show once the last connection was given up (a few seconds after the last exchange)."""
        deadline = time.monotonic() + 15
        while True:
            found = needles.found_in(self.needles, {"": needles.memory_of(self.agent.daemon.pid)})
            if not found or time.monotonic() > deadline:
                return found
            time.sleep(1)

    def live(self):
        self.start_with(WRONG_PASSWORD)
        self.operate("refused by the proxy", "register", self.token(), code=6)
        self.key_file_modes = self.modes()
        self.agent.stop_daemon()
        self.start_with(PASSWORD)
        self.operate("refused by SSM", "register", REFUSED_TOKEN, code=7)
        self.operate("registered", "register", self.token())
        self.operate("authorized", "renew", "authorization")
        self.operate("renewed", "renew", "registration")
        self.operate("deregistered", "deregister", "--yes")
        self.at_rest = self.memory_at_rest()
        self.agent.stop_daemon()
        self.shown.update({f"{name}, at the end": content for name, content in self.files().items()})
        self.left = {path.name: path.read_bytes() for path in self.keys.rglob("*") if path.is_file()}


class Secrets(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        with contextlib.ExitStack() as stack:
            lab = stack.enter_context(started_lab(BUILD))
            squid = stack.enter_context(Squid("basic", USER, PASSWORD))
            cls.stories = {mode: stack.enter_context(Story(lab, squid, mode)) for mode in ("smart", "call-home")}
            for story in cls.stories.values():
                story.live()
                for moment, found in story.in_memory.items():
                    print(f"{story.mode}, {moment}: in memory: {', '.join(needle for needle, _ in found) or 'nothing'}")

    def each(self):
        for mode, story in self.stories.items():
            with self.subTest(mode=mode):
                yield story

    def test_the_search_finds_what_is_there(self):
        for story in self.each():
            names = list(story.needles)
            self.assertGreaterEqual(sum("prime" in name for name in names), 8, "two keys were made, each has two primes")
            for name, text in story.needles.items():
                self.assertEqual(needles.found_in({name: text}, {"here": b"x" + text + b"x"}), [(name, "here")])
            self.assertIn("state/state.db, at the end", story.shown)
            self.assertIn("daemon.log, at the end", story.shown)

    def test_nothing_written_or_shown_holds_a_secret(self):
        for story in self.each():
            self.assertEqual(needles.found_in(story.needles, story.shown), [])

    def test_the_memory_at_rest_holds_no_secret(self):
        for story in self.each():
            self.assertEqual(story.at_rest, [])

    def test_what_holds_secrets_is_for_the_daemon_alone(self):
        for story in self.each():
            self.assertEqual({name for name, mode in story.key_file_modes.items() if mode & 0o077}, set())

    def test_nothing_is_left_after_the_deregistration(self):
        for story in self.each():
            self.assertEqual(needles.found_in(story.needles, story.left), [])


if __name__ == "__main__":
    if not Squid.found() or not has_ipv6():
        print("skipped: " + ("this machine has no ::1" if Squid.found() else "squid is not installed (package squid)"))
        sys.exit(77)
    unittest.main()
