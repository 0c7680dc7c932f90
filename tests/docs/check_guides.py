#!/usr/bin/env python3
"""What can be said of the guides without a booted machine (tests/system/test_guides.py types their commands).

    check_guides.py SOURCE SMART_AGENTCTL

Each block of commands is run or says why not; the table of resources is that of the API; verbs named in the prose exist; links lead
somewhere.
"""

import json
import pathlib
import re
import subprocess
import sys

SOURCE, CTL = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
sys.path.insert(0, str(SOURCE / "tests" / "system"))
import guide_text  # noqa: E402

GUIDES = ("operators-guide.md", "integrators-guide.md")
NOT_RUN_MAX = 2
problems = []


def check_blocks():
    excused = []
    for guide in GUIDES:
        try:
            steps = guide_text.steps_of(guide)
        except guide_text.GuideError as error:
            problems.append(f"docs/{guide}: {error}")
            continue
        excused += [f"docs/{guide}:{step.line}: not run: {step.reason}" for step in steps if isinstance(step, guide_text.NotRun)]
    print("\n".join(excused))
    if len(excused) > NOT_RUN_MAX:
        problems.append(f"{len(excused)} blocks are not run, {NOT_RUN_MAX} may be")


def check_resources():
    paths = json.loads((SOURCE / "daemon/api/openapi.json").read_text())["paths"]
    known = {(method.upper(), path) for path, methods in paths.items() for method in methods if method in ("get", "post", "put", "patch", "delete")}
    text = (SOURCE / "docs/integrators-guide.md").read_text().split("## Every resource", 1)[1].split("\n## ", 1)[0]
    said = set()
    for methods, rest in re.findall(r"^\| ((?:[A-Z]+, )*[A-Z]+) (`.*?) \|", text, re.M):
        said |= {(method, path) for method in methods.split(", ") for path in re.findall(r"`(/[^`]*)`", rest)}
    for method, path in sorted(known - said):
        problems.append(f"docs/integrators-guide.md: the table of resources lacks {method} {path}")
    for method, path in sorted(said - known):
        problems.append(f"docs/integrators-guide.md: there is no {method} {path}")


def help_of(*words):
    done = subprocess.run([CTL, *words, "--help"], capture_output=True, text=True)
    # Behind a word that it does not know, --help shows what came before.
    return done.stdout if f"Usage: smart-agentctl {' '.join(words)} " in done.stdout else None


def is_verb(words):
    """Two words, or one that needs no second."""
    verb = [word for word in words.split() if re.fullmatch(r"[A-Za-z][A-Za-z-]*", word)][:2]
    if not verb:
        return True
    alone = help_of(verb[0])
    if len(verb) == 1 or alone is None or "\nSubcommands:" not in alone:
        return alone is not None
    return help_of(*verb) is not None


def check_verbs():
    for guide in GUIDES:
        for line, words in guide_text.inline_verbs(guide):
            if not is_verb(words):
                problems.append(f"docs/{guide}:{line}: there is no `smart-agentctl {words}`")


def anchors_of(path):
    anchors = set()
    for heading in re.findall(r"^#+ (.*)$", path.read_text(), re.M):
        plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        anchors.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return anchors


def check_links():
    pages = [SOURCE / "README.md", SOURCE / "docs/README.md", *(SOURCE / "docs" / guide for guide in GUIDES)]
    for page in pages:
        for target in re.findall(r"\]\(([^)#]*(?:#[^)]*)?)\)", page.read_text()):
            name, _, anchor = target.partition("#")
            if "://" in name:
                continue
            there = (page.parent / name).resolve() if name else page
            if not there.exists():
                problems.append(f"{page.relative_to(SOURCE)}: there is no {name}")
            elif anchor and anchor not in anchors_of(there):
                problems.append(f"{page.relative_to(SOURCE)}: {name or page.name} has no heading #{anchor}")


def main():
    check_blocks()
    check_resources()
    check_verbs()
    check_links()
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
