"""The completions as bash and zsh run them: what Tab offers behind a line.

    test_completion.py BUILD

The zsh half needs zsh and is skipped without it.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = {"smart-agentd": BUILD / "daemon/app/smart-agentd", "smart-agentctl": BUILD / "daemon/cli/smart-agentctl",
            "ssm-lab": BUILD / "tests/lab/ssm-lab"}

# COMP_WORDS are the words of the line; the last one is what Tab was pressed behind.
ASK_BASH = """
source "$1"; shift
function="_${1//-/_}"
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
"$function"
printf '%s\\n' "${COMPREPLY[@]}"
"""

# A terminal of its own for an interactive zsh: compadd there prints what it is given.
ASK_ZSH = r"""
zmodload zsh/zpty
zpty shell 'zsh -f -i'
zpty -w shell "PS1=; stty -echo; fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -D -d $1/dump
compadd() { if [[ \${@[1,(i)(-|--)]} != *-(O|A|D)\ * ]]; then local -a found; builtin compadd -A found \"\$@\"; (( \$#found )) && print -r -- \"offered:\${(j:,:)found}\"; fi; builtin compadd \"\$@\" }
print -r -- re''ady"
zpty -r shell ignored $'*ready\r\n*'
zpty -n -w shell "$2"$'\t'
deadline=$(( SECONDS + 30 ))
text= part=
while (( SECONDS < deadline )); do
  if zpty -r -t shell part; then text+=$part; [[ $text == *offered:*$'\n'* ]] && break; fi
done
zpty -d shell
print -r -- "$text"
"""


def written(shell):
    return subprocess.run([PROGRAMS["smart-agentctl"], "completion", shell], check=True, capture_output=True, text=True).stdout


def long_options(program, *command):
    text = subprocess.run([PROGRAMS[program], *command, "--help"], capture_output=True, text=True).stdout
    return {option for option in re.findall(r"^\s+(?:-\w,)?(--[a-z-]+)", text, re.M)}


class Bash(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = pathlib.Path(tempfile.mkdtemp(prefix="smart-agent-completion-"))
        cls.addClassCleanup(shutil.rmtree, cls.dir)
        (cls.dir / "smart-agentctl.bash").write_text(written("bash"))
        for name in ("smart-agentd", "ssm-lab"):
            shutil.copy(ROOT / "packaging/completion" / f"{name}.bash", cls.dir)
        (cls.dir / "folder").mkdir()
        (cls.dir / "folder" / "my token").write_text("x")

    def offered(self, *words):
        done = subprocess.run(["bash", "--norc", "-c", ASK_BASH, "bash", self.dir / f"{words[0]}.bash", *words],
                              capture_output=True, text=True, cwd=self.dir / "folder")
        self.assertEqual(done.stderr, "")
        return done.stdout.split("\n")[:-1] if done.stdout.strip() else []

    def test_our_verbs(self):
        self.assertEqual(self.offered("smart-agentctl", "reg"), ["register"])
        self.assertEqual(self.offered("smart-agentctl", "seats", ""), ["list", "explain"])
        self.assertEqual(self.offered("smart-agentctl", "--socket", "/x", "privacy", "h"), ["hostname"])
        self.assertEqual(self.offered("smart-agentctl", "privacy", "hostname", ""), ["on", "off"])
        self.assertIn("doctor", self.offered("smart-agentctl", ""))

    def test_the_vendors_words_in_any_case(self):
        self.assertEqual(self.offered("smart-agentctl", "license", ""), ["smart"])
        self.assertEqual(self.offered("smart-agentctl", "show", "license", "u"), ["usage", "udi"])
        self.assertEqual(self.offered("smart-agentctl", "show", "license", "U"), ["usage", "udi"])
        self.assertEqual(self.offered("smart-agentctl", "License", "Smart", "renew", "i"), ["id"])
        self.assertEqual(self.offered("smart-agentctl", "license", "smart", "register", "idtoken", "--f"), ["--force"])

    def test_options_and_their_values(self):
        self.assertEqual(self.offered("smart-agentctl", "register", "--no"), ["--no-wait"])
        self.assertEqual(self.offered("smart-agentctl", "status", "--j"), ["--json"])
        self.assertEqual(self.offered("smart-agentctl", "license-type", "set", "flex", "--usage-mode", "n"), ["non-production"])
        self.assertEqual(self.offered("smart-agentctl", "register", "--token-file", "my"), ["my token"])
        self.assertEqual(self.offered("smart-agentctl", "trust", "import", "m"), ["my token"])
        self.assertEqual(self.offered("smart-agentctl", "history", "--from", ""), [])

    def test_the_other_programs_options_are_all_there(self):
        self.assertEqual(set(self.offered("smart-agentd", "--")), long_options("smart-agentd"))
        self.assertEqual({word for word in self.offered("ssm-lab", "") if word.startswith("--")}, long_options("ssm-lab"))
        self.assertIn("demo-token", self.offered("ssm-lab", ""))
        self.assertEqual(set(self.offered("ssm-lab", "demo-token", "--")), long_options("ssm-lab", "demo-token"))


@unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
class Zsh(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = pathlib.Path(tempfile.mkdtemp(prefix="smart-agent-completion-"))
        cls.addClassCleanup(shutil.rmtree, cls.dir)
        (cls.dir / "_smart-agentctl").write_text(written("zsh"))
        for name in ("_smart-agentd", "_ssm-lab"):
            shutil.copy(ROOT / "packaging/completion" / name, cls.dir)

    def offered(self, line):
        done = subprocess.run(["zsh", "-f", "-c", ASK_ZSH, "zsh", self.dir, line], capture_output=True, text=True, timeout=60,
                              env={**os.environ, "TERM": "dumb"})
        found = re.findall(r"offered:([^\r\n]*)", done.stdout)
        self.assertTrue(found, done.stdout + done.stderr)
        return {word for each in found for word in each.split(",") if word}

    def test_verbs_and_options(self):
        self.assertEqual(self.offered("smart-agentctl seats "), {"list", "explain"})
        self.assertEqual(self.offered("smart-agentctl show license "), {"all", "status", "summary", "usage", "udi", "events"})
        self.assertLessEqual({"--force", "--json"}, self.offered("smart-agentctl License Smart register idtoken --"))
        self.assertEqual(self.offered("smart-agentctl license-control set --overage "), {"on", "off"})

    def test_the_other_programs_options_are_all_there(self):
        for program in ("smart-agentd", "ssm-lab"):
            text = (ROOT / "packaging/completion" / f"_{program}").read_text()
            named = set(re.findall(r"'\*?(--[a-z-]+)\[", text))
            commands = [()] if program == "smart-agentd" else [(), ("demo-token",)]
            self.assertEqual(named, set().union(*(long_options(program, *command) for command in commands)))
        self.assertLessEqual({"--check-config", "--config"}, self.offered("smart-agentd --"))
        self.assertLessEqual({"--pool-size"}, self.offered("ssm-lab demo-token --"))


if __name__ == "__main__":
    unittest.main()
