#!/usr/bin/env python3
"""Do the man pages say what the programs know, all of it and nothing else?

    check_man_pages.py SOURCE FACTS SMART_AGENTD SMART_AGENTCTL SSM_LAB

Compared: verbs with their arguments and options, the vendor's spellings, options of each program, keys of the configuration with
their defaults, exit codes with their names, signals, environment. The pages must pass mandoc's and groff's own checks, too.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

SOURCE, FACTS, DAEMON, CTL, LAB = map(pathlib.Path, sys.argv[1:6])
PAGES = SOURCE / "docs" / "man"
# What libsystemd reads for us.
SYSTEMD = {"sd_listen_fds": "LISTEN_FDS", "sd_notify": "NOTIFY_SOCKET", "sd_watchdog_enabled": "WATCHDOG_USEC"}
COMMON = {"--help", "-h", "--json", "--socket", "--config", "--runtime-dir"}
problems = []


def complain(page, text):
    problems.append(f"docs/man/{page}: {text}")


def compare(page, what, said, known):
    """Both ways: what the page lacks, and what it says that is not so."""
    for name in sorted(known - said):
        complain(page, f"{what} {name} is missing")
    for name in sorted(said - known):
        complain(page, f"{what} {name} does not exist")


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


# ---- what the programs know ----

def facts():
    known = {}
    for line in output_of(FACTS).splitlines():
        kind, name, value = line.split("\t")
        known.setdefault(kind, []).append((name, value))
    return known


def help_of(*command):
    """Options and positional arguments of a help text."""
    options, positionals, section = set(), [], ""
    for line in output_of(*command, "--help").splitlines():
        if re.match(r"\w", line):
            section = line.split(":")[0]
        elif section == "Positionals" and re.match(r"  \S", line):
            positionals.append(line.split()[0])
        elif section == "Options" and re.match(r"  -", line):
            names = line[2:].split("  ")[0]
            options |= set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", names))
    return options, positionals


def words_in_code(pattern, *folders):
    found = set()
    for folder in folders:
        for path in (SOURCE / folder).rglob("*.cpp"):
            found |= set(re.findall(pattern, path.read_text()))
    return found


# ---- what a page says ----

class Page:
    def __init__(self, name):
        self.name = name
        self.text = (PAGES / name).read_text()
        self.lines = self.text.splitlines()

    def section(self, title, level="Sh"):
        inside, lines = False, []
        for line in self.lines:
            if line.startswith(f".{level} ") or line.startswith(".Sh "):
                inside = line == f".{level} {title}"
            elif inside:
                lines.append(line)
        return lines

    def items(self, title):
        """(heading, lines) of each item of a section's lists."""
        found = []
        for line in self.section(title):
            if line.startswith(".It "):
                found.append((line[4:], []))
            elif line.startswith((".Ss ", ".El")):
                found.append(("", []))
            elif found:
                found[-1][1].append(line)
        return [(heading, lines) for heading, lines in found if heading]


def options_in(heading):
    return {"-" + name for name in re.findall(r"\bFl (-?[a-z][\w-]*)", heading)}


def check_form(page):
    lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", PAGES / page.name], capture_output=True, text=True)
    groff = subprocess.run(["man", "--warnings", "-l", PAGES / page.name], capture_output=True, text=True,
                           env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANPAGER": "cat", "MANWIDTH": "100"})
    for said in (lint.stdout, groff.stderr):
        for line in said.splitlines():
            complain(page.name, line)


# ---- the comparisons ----

def check_options(page, program, *verbs):
    known = help_of(program)[0]
    for verb in verbs:
        known |= help_of(program, verb)[0]
    said = set()
    for heading, _ in page.items("OPTIONS"):
        said |= options_in(heading)
    compare(page.name, "option", said, known)


def check_verbs(page, known):
    said = {}
    for heading, lines in page.items("VERBS"):
        words = re.match(r"Cm ([a-z][a-z -]*[a-z])", heading)
        if not words:
            continue
        said[words[1]] = heading[words.end():]
    verbs = {name for name, _ in known["verb"]}
    compare(page.name, "verb", set(said), verbs)
    for verb in sorted(verbs & set(said)):
        options, positionals = help_of(CTL, *verb.split())
        compare(page.name, f"'{verb}': option", options_in(said[verb]), {name for name in options - COMMON if name != "-y"})
        alone = re.sub(r"Fl -[\w-]+( Ar \w+)?", "", said[verb])
        arguments = re.findall(r"\b(?:Ar|Cm) (\w+)", alone)
        if len(arguments) != len(positionals):
            complain(page.name, f"'{verb}' takes {positionals}, the page says {arguments}")


def check_spellings(page, known):
    said = set()
    for line in page.section("VERBS"):
        words = re.match(r"\.Cm ([A-Za-z][A-Za-z -]*?)(?= [A-Z][a-z] | [.,;]|$)", line)
        if words:
            said.add(words[1].lower())
    spellings = {name for name, _ in known["spelling"]}
    # "seats list" and its like are our own words, named in the text.
    compare(page.name, "spelling", said - {name for name, _ in known["verb"]} - {"reservation"}, spellings)


def check_common_options(page):
    common = help_of(CTL)[0]
    headings = [options_in(heading) for heading, _ in page.items("OPTIONS")]
    said = set().union(*headings)
    for name in sorted(common - said):
        complain(page.name, f"option {name} is missing")
    of_verbs = set()
    for heading, _ in page.items("VERBS"):
        of_verbs |= options_in(heading)
    for name in sorted(said - common - of_verbs - {"-y", "--version"}):
        complain(page.name, f"option {name} does not exist")


def shown_default(lines):
    """What stands behind "Default:" of an item, as plain text."""
    text = " ".join(lines)
    if "Default:" not in text:
        return "Required" if "Required." in text else None
    text = text.split("Default:", 1)[1].strip()
    text = re.sub(r"\.(Ql|Pa|Dq) ", "", text).replace("\\(dq", '"')
    return text.removesuffix(".").strip()


def example_defaults():
    """The values of etc/smart-agent.toml that are not comments: each is the default (it says so itself)."""
    section, values = "", {}
    for line in (SOURCE / "etc" / "smart-agent.toml").read_text().splitlines():
        if line.startswith("["):
            section = line[1:line.index("]")]
        elif match := re.match(r"(\w+) = (\"[^\"]*\"|[^\s#]+)", line):
            value = match[2]
            values[f"{section}.{match[1]}"] = value if value == '""' else value.strip('"')
    return values


def keys_of(page):
    found = {}
    for line in page.lines:
        if line.startswith(".Ss ["):
            section = re.match(r"\.Ss \[([\w.]+)\]", line)[1]
            lines = page.section(line[4:], "Ss")
            at = None
            for inner in lines:
                if inner.startswith(".It Ic "):
                    at = f"{section}.{inner[7:]}"
                    found[at] = []
                elif at and inner != ".El":
                    found[at].append(inner)
    return found


def check_keys(page, known):
    keys = keys_of(page)
    compare(page.name, "key", set(keys), {f"{section}.{key}" for section, key in known["key"]})
    example = example_defaults()
    policy = ["[policy]"]
    for key, lines in keys.items():
        default = shown_default(lines)
        is_needed = "Needed in this section." in lines
        if default is None and not is_needed:
            complain(page.name, f"{key} has no default")
        elif key in example and default not in ("Required", example[key]):
            complain(page.name, f"{key} has the default {default}, etc/smart-agent.toml says {example[key]}")
        elif key.startswith("policy."):
            policy.append(f"{key[7:]} = {default}" if re.fullmatch(r"\d+|true|false", default) else f'{key[7:]} = "{default}"')
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
        file.write("\n".join(policy) + "\n")
        file.flush()
        judged = output_of(FACTS, "--policy", file.name)
    if judged != "unchanged\n":
        complain(page.name, f"the defaults of [policy] are others: {judged}")


def exit_items(page):
    return {int(heading): " ".join(lines) for heading, lines in page.items("EXIT STATUS")}


def check_ctl_exits(page, known):
    said = exit_items(page)
    compare(page.name, "exit code", set(map(str, said)), {"0"} | {code for _, code in known["exit"]})
    for name, code in known["exit"]:
        if not re.search(rf"\b{name}\b", said.get(int(code), "")):
            complain(page.name, f"exit code {code} does not name {name}")


def constants():
    text = (SOURCE / "daemon/api_types/error_codes.hpp").read_text() + (SOURCE / "tests/lab/exit_codes.hpp").read_text()
    return dict(re.findall(r"int (kExit\w+) = (\d+);", text))


def check_program_exits(page, folder):
    numbers = constants()
    used = {numbers[name] for name in words_in_code(r"\b(kExit\w+)\b", folder)}
    compare(page.name, "exit code", set(map(str, exit_items(page))), used)


def check_surroundings(page, folders, signal_files):
    variables = words_in_code(r"getenv\(\"(\w+)\"\)", *folders)
    variables |= {SYSTEMD[call] for call in words_in_code(r"\b(sd_(?:listen_fds|notify|watchdog_enabled))\(", *folders)}
    said = {heading.split()[1] for heading, _ in page.items("ENVIRONMENT")}
    compare(page.name, "variable", said, variables)
    signals = set()
    for path in signal_files:
        signals |= set(re.findall(r"\bSIG(?:TERM|INT|HUP|USR1|USR2|QUIT)\b", (SOURCE / path).read_text()))
    told = set()
    for heading, _ in page.items("SIGNALS"):
        told |= set(re.findall(r"SIG\w+", heading))
    compare(page.name, "signal", told, signals)


def main():
    known = facts()
    ctl, daemon, config, lab = map(Page, ("smart-agentctl.1", "smart-agentd.8", "smart-agent.toml.5", "ssm-lab.1"))
    for page in (ctl, daemon, config, lab):
        check_form(page)
    check_verbs(ctl, known)
    check_spellings(ctl, known)
    check_common_options(ctl)
    check_options(daemon, DAEMON)
    check_options(lab, LAB, "demo-token")
    check_keys(config, known)
    check_ctl_exits(ctl, known)
    check_program_exits(daemon, "daemon/app")
    check_program_exits(lab, "tests/lab")
    check_surroundings(daemon, ["daemon/app", "daemon/service", "daemon/log"], ["daemon/app/daemon.cpp"])
    check_surroundings(lab, ["tests/lab"], ["tests/lab/main.cpp"])
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
