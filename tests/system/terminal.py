"""A terminal that is typed at: one shell in a tmux of its own, and what it shows."""

import shlex
import subprocess

import lab_rig

PROMPT = "admin:"
COLUMNS, ROWS = 120, 50


class Terminal:
    def __init__(self, directory, setup):
        """`setup`: lines of shell that are read before the first prompt. The tmux has its socket in `directory`."""
        self.socket = directory / "tmux"
        rc = directory / "terminal.rc"
        rc.write_text("\n".join(setup) + f"\nPS1={PROMPT}\nPS2=\nunset PROMPT_COMMAND\n"
                      "bind 'set enable-bracketed-paste off' 2>/dev/null\n")
        shell = shlex.join(["bash", "--noprofile", "--rcfile", str(rc), "-i"])
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS), shell)
        self.prompts = 0
        self.wait_for_prompt()

    def close(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], capture_output=True, check=False)

    def tmux(self, *arguments):
        return subprocess.run(["tmux", "-S", self.socket, *arguments], capture_output=True, text=True, check=True).stdout

    def shown(self):
        """Everything since the start; lines that were broken at the edge are whole again."""
        return self.tmux("capture-pane", "-p", "-J", "-S", "-").rstrip() + "\n"

    def wait_for_prompt(self):
        self.prompts += 1

        def is_back():
            lines = self.shown().rstrip("\n").split("\n")
            return lines[-1].strip() == PROMPT and sum(line.startswith(PROMPT) for line in lines) >= self.prompts

        lab_rig.wait_for(is_back, lambda: f"prompt {self.prompts}; the terminal shows:\n{self.shown()}\nit")

    def press(self, text):
        # In pieces: a terminal takes no more than 4,096 bytes of a line at once.
        for start in range(0, len(text), 512):
            self.tmux("send-keys", "-l", "--", text[start:start + 512])
        self.tmux("send-keys", "Enter")

    def type(self, command, answers=()):
        """Types a command, answers each question when it is asked, and waits for the next prompt. An answer may have lines."""
        self.press(command)
        for question, answer in answers:
            lab_rig.wait_for(lambda: self.is_asked(question), lambda: f"question {question!r}; it shows:\n{self.shown()}\nit")
            for line in answer.split("\n"):
                self.press(line)
        self.wait_for_prompt()

    def is_asked(self, question):
        return self.shown().rstrip("\n").split("\n")[-1].rstrip().endswith(question)
