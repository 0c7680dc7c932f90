"""Does what the guides tell people to type work, and does it print what they show?

    test_guides.py BUILD [--show] [GUIDE ...]

Each guide is played from its text in a booted machine of its own (machine.py), in the order in which it is written: a command
that fails or prints something else fails the test. tests/system/guide_text.py says how blocks are marked. `--show` prints what
the commands really print.
"""

import json
import pathlib
import subprocess
import sys
import threading
import time
import unittest

import guide_text
import machine as machines
from guide_text import Command, File, Hook, NotRun, Packages

ARGUMENTS = sys.argv[1:]
SHOW = "--show" in ARGUMENTS
BUILD = pathlib.Path(next(word for word in ARGUMENTS if not word.startswith("--"))).resolve()
GUIDES = [word for word in ARGUMENTS[1:] if not word.startswith("--")] or ["operators-guide.md", "integrators-guide.md"]
COMMAND_SECONDS = 60
QUARTER_SECONDS = 900
GUIDE_SECONDS = 60  # what the operator's guide takes on a machine that does little else
REPORT_SECONDS = 35  # until a report is done: its spread, and the exchange
MARK = "---guide-step-ended---"
SSM = "/run/ssm"
HOME = "/home/alice"  # of who types the commands behind "$"
ENVIRONMENT = ["env", "-i", f"HOME={HOME}", "LANG=C.UTF-8", "TZ=UTC", "SYSTEMD_COLORS=0", "SYSTEMD_PAGER=cat",
               "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
NAMES = ["ssm.example.com", "proxy.example.com", "logs.example.com", "smartreceiver.cisco.com"]


class Shell:
    """One bash for a whole guide, so that folders, variables and jobs stay."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, text):
        """Exit code and lines of one command; what it reads from standard input is empty."""
        self.process.stdin.write(f". /dev/fd/3 3<<'{MARK}' </dev/null\n{text}\n{MARK}\n"
                                 f"__code=$?; printf '\\n{MARK} %s\\n' $__code; (exit $__code)\n")
        self.process.stdin.flush()
        timer = threading.Timer(COMMAND_SECONDS, self.process.kill)
        timer.start()
        lines = []
        for line in self.process.stdout:
            if line.startswith(MARK):
                timer.cancel()
                if lines and lines[-1] == "":
                    lines.pop()
                return int(line.split()[1]), lines
            lines.append(line.rstrip("\n"))
        raise AssertionError(f"the shell ended, or this took longer than {COMMAND_SECONDS} s:\n{text}\n" + "\n".join(lines))

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


class Player:
    """Plays one guide and gathers what is not as the text says."""

    def __init__(self, guide, machine):
        self.guide = guide
        self.machine = machine
        self.problems = []
        self.not_run = []
        self.ran = 0
        bash = [*ENVIRONMENT, "bash", "--noprofile", "--norc"]
        self.shells = {"#": Shell(machine.inside(*bash)), "$": Shell(machine.inside("runuser", "-u", "alice", "--", *bash))}
        for shell in self.shells.values():
            shell.run(f"cd {HOME}")

    def play(self):
        try:
            for step in guide_text.steps_of(self.guide):
                self.do(step)
        finally:
            for shell in self.shells.values():
                shell.close()

    def do(self, step):
        if isinstance(step, Command):
            self.type(step)
        elif isinstance(step, File):
            self.write(step)
        elif isinstance(step, Hook):
            self.happen(step)
        elif isinstance(step, Packages):
            self.not_run.append((step.line, f"{len(step.commands)} of the packages ({step.tag}): their test runs it"))
        elif isinstance(step, NotRun):
            self.not_run.append((step.line, step.reason))

    def type(self, command):
        code, lines = self.shells[command.prompt].run(command.text)
        self.ran += 1
        if SHOW:
            print(f"{command.prompt} {command.text}\n" + "\n".join(lines), flush=True)
        if code != 0 and not command.may_fail:
            self.complain(command, f"exits with {code}", lines)
        elif not guide_text.matches(command.expected, lines):
            self.complain(command, "prints something else", lines)

    def complain(self, command, what, lines):
        self.problems.append(f"docs/{self.guide}:{command.line}: '{command.text}' {what}:\n" +
                             "".join(f"    {line}\n" for line in lines) + "  the guide shows:\n" +
                             "".join(f"    {line}\n" for line in command.expected))

    def write(self, file):
        """As root below /etc, else as the user in the folder where the shell is."""
        shell = self.shells["#" if file.path.startswith("/etc/") else "$"]
        code, lines = shell.run(f"cat > {file.path} <<'FILE-ENDS'\n{file.text}FILE-ENDS")
        if code != 0:
            self.problems.append(f"docs/{self.guide}:{file.line}: {file.path} cannot be written: {lines}")

    def happen(self, hook):
        if hook.who == "hidden":
            code, lines = self.shells["#"].run(hook.words)
        else:
            words = hook.words.split()
            code, lines = getattr(self, "ssm_" + words[0].replace("-", "_"))(*words[1:])
        if code != 0:
            self.problems.append(f"docs/{self.guide}:{hook.line}: {hook.words}: exit {code}\n" + "\n".join(lines))

    # ---- what somebody does at SSM ----

    def ssm(self, method, path, body=None):
        """One call of the lab SSM's admin API, made in the machine."""
        script = (f"curl -sS -f -X {method} -H \"Authorization: Bearer $(cat {SSM}/admin-token)\" "
                  f"-H 'Content-Type: application/json' http://127.0.0.1:8444{path}")
        if body is not None:
            script += " -d '" + json.dumps(body) + "'"
        done = self.machine.shell(script)
        return json.loads(done.stdout) if done.stdout.strip() else None

    def save(self, text, path):
        return self.shells["$"].run(f"cat > {HOME}/{path} <<'TEXT-ENDS'\n{text}\nTEXT-ENDS")

    def status(self):
        return json.loads(self.machine.run("smart-agentctl", "status", "--json").stdout)

    def tags(self):
        return {row["name"]: row["tag"] for row in self.status()["entitlements"]}

    def ssm_account(self, name):
        self.ssm("POST", "/admin/accounts", {"virtual_account": name})
        return 0, []

    def ssm_token(self, account, path):
        return self.save(self.ssm("POST", "/admin/tokens", {"virtual_account": account})["token"], path)

    def ssm_buy(self, account, *counts):
        tags = self.tags()
        pools = {tags[name]: int(count) for name, count in (word.split("=") for word in counts)}
        covers = {tags["premium"]: [tags["standard"]]} if "premium" in tags else {}
        self.ssm("PUT", f"/admin/accounts/{account}/pools", {"pools": pools, "covers": covers})
        return 0, []

    def ssm_reserve(self, path, *counts):
        tags = self.tags()
        request = json.loads(self.machine.run("smart-agentctl", "reservation", "show", "--json").stdout)["request_code"]
        body = {"virtual_account": "Default", "request_code": request,
                "entitlements": {tags[name]: int(count) for name, count in (word.split("=") for word in counts)}}
        return self.save(self.ssm("POST", "/admin/reservations", body)["authorization_code"], path)

    def ssm_change(self, path, *counts):
        tags = self.tags()
        instance = [row for row in self.ssm("GET", "/admin/reservations")["reservations"] if row["state"] != "returned"][-1]["instance"]
        body = {"entitlements": {tags[name]: int(count) for name, count in (word.split("=") for word in counts)}}
        return self.save(self.ssm("PUT", f"/admin/reservations/{instance}", body)["authorization_code"], path)

    def reservation(self):
        return json.loads(self.machine.run("smart-agentctl", "reservation", "show", "--json").stdout)

    def ssm_confirm(self):
        self.ssm("POST", "/admin/reservations/confirm", {"confirmation_code": self.reservation()["confirmation_code"]})
        return 0, []

    def ssm_return(self):
        self.ssm("POST", "/admin/reservations/return", {"return_code": self.reservation()["return_code"]})
        return 0, []

    def ssm_stop(self):
        done = self.machine.shell("systemctl stop ssm", check=False)
        return done.returncode, [done.stderr]

    def ssm_start(self):
        start_ssm(self.machine)
        return 0, []


def start_ssm(machine):
    """An SSM at the names that the guides use, on their ports."""
    names = ",".join(f"DNS:{name}" for name in NAMES) + ",IP:127.0.0.1,DNS:localhost"
    machine.shell(f"rm -f {SSM}/listen.json; systemctl reset-failed ssm 2>/dev/null; systemd-run --quiet --unit=ssm "
                  f"/run/build/tests/lab/ssm-lab --listen 127.0.0.1:443 --admin 127.0.0.1:8444 --tls-names {names} --state-dir {SSM}")
    machine.wait(lambda: machine.shell(f"test -e {SSM}/listen.json", check=False).returncode == 0, "ssm-lab")


def make_user(machine):
    # A fresh /etc has no rules for runuser.
    machine.shell("mkdir -p /etc/pam.d && printf 'auth sufficient pam_rootok.so\\naccount required pam_permit.so\\n"
                  "session required pam_permit.so\\n' > /etc/pam.d/runuser && useradd --create-home alice")


def keep_clear_of_a_report():
    """The guide shows what holds between two reports, and the service runs in real time: begin behind a quarter of an hour
    rather than shortly before it."""
    left = QUARTER_SECONDS - time.time() % QUARTER_SECONDS
    if left < GUIDE_SECONDS:
        time.sleep(left + REPORT_SECONDS)


def prepare_operators_guide(machine):
    keep_clear_of_a_report()
    machine.shell("journalctl --update-catalog")  # as whoever installs does
    make_user(machine)
    machine.shell("usermod --append --groups smart-agent-admin,systemd-journal alice")
    machine.shell("printf '%s\\n' " + " ".join(f"'127.0.0.1 {name}'" for name in NAMES) + " >> /etc/hosts")
    start_ssm(machine)
    # What the SSM's administrator hands to the operator.
    machine.shell(f"cp {SSM}/tls-ca.pem {HOME}/onprem-ca.pem; cp {SSM}/ssm-root.pem {HOME}/onprem-root.pem; "
                  f"cp {SSM}/reservation-signer.pem {HOME}/signer.pem; chown alice {HOME}/*.pem")
    machine.shell("mkdir -p /run/proxy && printf 'Port 3128\\nListen 127.0.0.1\\nAllow 127.0.0.1\\nConnectPort 443\\n"
                  "LogFile \"/run/proxy/log\"\\n' > /run/proxy/conf && systemd-run --quiet --unit=proxy tinyproxy -d -c /run/proxy/conf")


PREPARE = {"operators-guide.md": prepare_operators_guide, "integrators-guide.md": make_user}


class Guides(unittest.TestCase):
    maxDiff = None

    def play(self, guide):
        begun = time.time()
        problems = self.play_once(guide)
        if problems and begun // QUARTER_SECONDS != time.time() // QUARTER_SECONDS:
            print(f"{guide}: a report was made in the middle; played once more")
            problems = self.play_once(guide)
        self.assertEqual(problems, [], "\n" + "\n".join(problems))

    def play_once(self, guide):
        """What was not as the text says."""
        machine = machines.Machine.with_installed(BUILD, ["--hostname=uccx1"])
        self.addCleanup(machine.close)
        PREPARE[guide](machine)
        player = Player(guide, machine)
        player.play()
        print(f"{guide}: {player.ran} commands were run; not run here: {len(player.not_run)}")
        for line, reason in player.not_run:
            print(f"  line {line}: {reason}")
        return player.problems

    def test_operators_guide(self):
        self.play("operators-guide.md")

    def test_integrators_guide(self):
        self.play("integrators-guide.md")


if __name__ == "__main__":
    reason = machines.why_not()
    if reason:
        print(f"skipped: {reason}")
        sys.exit(77)
    names = {"operators-guide.md": "Guides.test_operators_guide", "integrators-guide.md": "Guides.test_integrators_guide"}
    chosen = [names[guide] for guide in GUIDES] if len(GUIDES) == 1 else []
    unittest.main(argv=[sys.argv[0], *chosen])
