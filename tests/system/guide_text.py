"""Reads the commands of a guide (docs/*-guide.md) out of its text, in order, as steps that a test can do.

    ```console                 commands behind "$ " (an ordinary user) or "# " (root), continued by "> "; what they print stands below them. A line of
                               output "..." stands for any lines, "..." within a line for any letters. Times, identifiers and
                               durations are compared by their form (normalised).
    ```toml file=PATH          is written to PATH, as the text says
    <!-- at ssm: WORDS -->     somebody does something elsewhere: a hook of the test
    <!-- packages: TAG -->     the commands below are run by the test of the packages: guide_blocks(TAG)
    <!-- not run: REASON -->   the block below is not run
    <!-- hidden: COMMAND -->   run by root and not shown, such as the end of what an example began

A command must exit 0, unless `echo $?` follows it and shows what it exits with.
"""

import dataclasses
import pathlib
import re

GUIDES = pathlib.Path(__file__).resolve().parents[2] / "docs"
SHELL_LANGUAGES = ("console", "sh", "bash", "shell")
OUR_PROGRAMS = re.compile(r"^\s*[$#] |^\s*(sudo |smart-agentctl |smart-agentd |ssm-lab |curl |systemctl |journalctl |apt )", re.M)


@dataclasses.dataclass
class Command:
    line: int
    prompt: str  # "$" an ordinary user, "#" root
    text: str
    expected: list
    may_fail: bool = False


@dataclasses.dataclass
class File:
    line: int
    path: str
    text: str


@dataclasses.dataclass
class Hook:
    line: int
    who: str
    words: str


@dataclasses.dataclass
class NotRun:
    line: int
    reason: str


@dataclasses.dataclass
class Packages:
    line: int
    tag: str
    commands: list


class GuideError(Exception):
    """The guide holds something that is neither run nor excused."""


def commands_of(body, first_line):
    commands = []
    for offset, line in enumerate(body):
        if re.match(r"[$#] ", line):
            commands.append(Command(first_line + offset, line[0], line[2:], []))
        elif line.startswith("> ") and commands and not commands[-1].expected:
            commands[-1].text += "\n" + line[2:]
        elif commands:
            commands[-1].expected.append(line)
        else:
            raise GuideError(f"line {first_line + offset}: a console block begins with a command, not with '{line}'")
    for command, after in zip(commands, commands[1:]):
        command.may_fail = after.text.startswith("echo $?")
    return commands


def step_of_comment(text, line):
    for who in ("at ssm", "hidden"):
        if text.startswith(who + ":"):
            return Hook(line, who, text[len(who) + 1:].strip())
    return None


def steps_of_block(info, body, line, tag):
    language = info.split(" ")[0]
    if tag.startswith("not run:"):
        return [NotRun(line, tag[8:].strip())]
    if tag.startswith("packages:"):
        return [Packages(line, tag[9:].strip(), [command.text for command in commands_of(body, line + 1)])]
    if language == "console":
        return commands_of(body, line + 1)
    if match := re.search(r"\bfile=(\S+)", info):
        return [File(line, match[1], "\n".join(body) + "\n")]
    if language in SHELL_LANGUAGES or OUR_PROGRAMS.search("\n".join(body)):
        raise GuideError(f"line {line}: this block holds commands; make it ```console, or say why it is not run")
    return []


def steps_of(guide):
    """All steps of docs/GUIDE in the order of the text."""
    steps, fence, body, tag = [], None, [], ""
    for number, line in enumerate((GUIDES / guide).read_text().splitlines(), 1):
        if fence is not None:
            if line.strip() == "```":
                steps += steps_of_block(fence[0], body, fence[1], tag)
                fence, tag = None, ""
            else:
                body.append(line)
        elif line.startswith("```"):
            fence, body = (line[3:].strip(), number), []
        elif match := re.fullmatch(r"<!-- (.*) -->", line.strip()):
            hook = step_of_comment(match[1], number)
            steps += [hook] if hook else []
            tag = "" if hook else match[1]
        elif line.strip():
            tag = ""
    if fence is not None:
        raise GuideError(f"line {fence[1]}: the block does not end")
    return steps


def guide_blocks(tag, guide="operators-guide.md"):
    """The commands of the blocks with <!-- packages: TAG -->, in order."""
    return [command for step in steps_of(guide) if isinstance(step, Packages) and step.tag == tag for command in step.commands]


def inline_verbs(guide):
    """What stands as `smart-agentctl ...` in the prose: (line, words)."""
    found, in_block = [], False
    for number, line in enumerate((GUIDES / guide).read_text().splitlines(), 1):
        if line.startswith("```"):
            in_block = not in_block
        elif not in_block:
            found += [(number, words) for words in re.findall(r"`smart-agentctl ([^`]*)`", line)]
    return found


# ---- comparing ----

FORMS = [
    (r"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} [A-Z]{3,4}", "<date>"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "<date>"),
    (r"\d{4}-\d\d-\d\d \d\d:\d\d", "<minute>"),
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uuid>"),
    (r"\b[0-9a-f]{32}\b", "<hex>"),
    (r"\b[0-9a-f]{12}\b", "<serial>"),
    (r"\d+ (days?|hours?|minutes?|seconds?)((, | and | )\d+ (days?|hours?|minutes?|seconds?))*", "<duration>"),
    (r"\b\d+(\.\d+)? ms\b", "<ms>"),
]


def normalised(line):
    line = line.rstrip()
    for pattern, name in FORMS:
        line = re.sub(pattern, name, line)
    return re.sub(r"[ \t]{2,}", "  ", line)


def pattern_of(expected):
    pattern = ""
    for line in expected:
        if line.strip() == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*".join(re.escape(part) for part in normalised(line).split("...")) + r"\n"
    return pattern


def matches(expected, actual):
    while actual and not actual[-1].strip():
        actual = actual[:-1]
    text = "".join(normalised(line) + "\n" for line in actual)
    return re.fullmatch(pattern_of(expected), text) is not None
