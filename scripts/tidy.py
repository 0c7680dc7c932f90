#!/usr/bin/env python3
"""Checks what the style guide says and a compiler does not: sizes, names, banned calls.

    tidy.py [ROOT]        prints every finding as FILE:LINE: RULE: text; exit code 1 if there is one
    tidy.py --self-test   proves that the rules bite

An exception is made where it is needed and says why: `// tidy: allow RULE: reason` on the line or the line above.
"""

import pathlib
import re
import sys

from brace_walk import functions_of
from cpp_text import Allowances, strip

LINES_MAX = {".cpp": 300, ".hpp": 200}
FUNCTION_LINES_MAX = 60
LINE_LETTERS_MAX = 120
NESTING_MAX = 3
RUBBISH_NAMES = {"util", "utils", "common", "helper", "helpers", "misc", "manager"}

SHIPPED = ("agent/", "transport/", "persistence/", "daemon/")
EVERYWHERE = SHIPPED + ("tests/",)

# (pattern in code without comments and literals, folders, what to do instead)
BANNED = [
    (r"\b(std::)?(atoi|atol|atoll|atof|strtol|strtoul|strtoll|strtoull|strtod)\s*\(", EVERYWHERE, "use std::from_chars and check it"),
    (r"\b(std::)?(stoi|stol|stoll|stoul|stoull|stof|stod)\s*\(", EVERYWHERE, "it throws; use std::from_chars and check it"),
    (r"\b(std::)?strtok(_r)?\s*\(", EVERYWHERE, "cut std::string_view with find and substr"),
    (r"\b(strcpy|strcat|sprintf|vsprintf|gets)\s*\(", EVERYWHERE, "it knows no limit; use std::string"),
    (r"\b(std::)?(rand|srand|random)\s*\(\s*\)", EVERYWHERE, "dice come with the envelope; keys and nonces are OpenSSL's"),
    (r"(?<![\w.>])(::)?(sleep|usleep|nanosleep)\s*\(|\bsleep_(for|until)\s*\(", SHIPPED, "never block the loop; arm a timer"),
    (r"\.wait_(for|until)\s*\(", SHIPPED, "libstdc++'s timed waits can follow the wall clock; use a timer of the loop"),
    (r"\b(::)?(getaddrinfo|gethostbyname|getpwnam|getgrnam|getpwuid)\s*\(", SHIPPED, "a name service can hang; resolve off the loop"),
    (r"\bstd::(thread|async)\b(?!::)", ("agent/", "persistence/", "transport/codec/"), "these rooms have no threads"),
    (r"\bthrow\b", SHIPPED, "expected failure is a Result, our bug an assertion; nothing of ours throws"),
    (r"catch\s*\(\s*\.\.\.\s*\)", SHIPPED, "name what the library throws; never catch to continue"),
    (r"\busing\s+namespace\b", EVERYWHERE, "name what is used, or an alias in the .cpp"),
    (r"\bdefault\s*:", ("agent/",), "list every case, so that a new one breaks the build"),
    (r"\bstd::endl\b", EVERYWHERE, "'\\n'; it flushes"),
    (r"\[\s*\"\s*\"\s*\]\s*\.\s*(get|items|dump)\b", SHIPPED, "operator[] on input asserts or inserts; use the checked reader"),
    (r"\bgoto\b", EVERYWHERE, "a function of its own"),
    (r"\bNULL\b", EVERYWHERE, "nullptr"),
    (r"\bvolatile\b", ("transport/", "persistence/", "daemon/"), "std::atomic for threads, OPENSSL_cleanse for secrets"),
    (r"\b(std::)?system\s*\(\s*[\w\"]", SHIPPED, "no shell"),
]
BANNED = [(re.compile(pattern), folders, text) for pattern, folders, text in BANNED]
OPEN_WORK = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


class Findings:
    def __init__(self, path, lines):
        self._path = path
        self._allowed = Allowances(lines)
        self.found = []
        for number in self._allowed.without_reason:
            self.found.append((number, "allow", "an exception needs its reason"))

    def add(self, number, rule, text):
        if not self._allowed.covers(rule, number):
            self.found.append((number, rule, text))


def check_name(path, findings):
    words = set(re.split(r"[_.\-]", pathlib.PurePath(path).stem.lower()))
    bad = words & RUBBISH_NAMES
    if bad:
        findings.add(1, "name", f"a file named {', '.join(sorted(bad))} collects rubbish; name its topic")


def check_lines(lines, findings):
    for number, line in enumerate(lines, 1):
        if "\t" in line:
            findings.add(number, "tab", "indent with spaces")
        if OPEN_WORK.search(line):
            findings.add(number, "open-work", "open work is an issue or a decision record, not a comment")
        if len(line) > LINE_LETTERS_MAX:
            findings.add(number, "line-length", f"{len(line)} letters; {LINE_LETTERS_MAX} fit")


def check_header(lines, findings):
    """#pragma once and a sentence come before anything else, in either order."""
    first_code = next((line for line in lines if line.strip() and not line.startswith(("//", "#pragma once"))), None)
    head = lines[: lines.index(first_code)] if first_code is not None else lines
    if "#pragma once" not in head:
        findings.add(1, "header", "a header starts with #pragma once")
    if not any(line.startswith("// ") for line in head):
        findings.add(1, "header", "a header says first, in a sentence, what it is for")


def check_sizes(path, lines, stripped, findings):
    limit = LINES_MAX.get(pathlib.PurePath(path).suffix, 0)
    if limit and len(lines) > limit:
        findings.add(1, "file-length", f"{len(lines)} lines; {limit} fit; split by topic")
    for function in functions_of(stripped):
        if function.lines > FUNCTION_LINES_MAX:
            findings.add(function.first_line, "function-length", f"{function.lines} lines; {FUNCTION_LINES_MAX} fit")
        if function.deepest > NESTING_MAX:
            findings.add(function.deepest_line, "nesting", f"{function.deepest} levels; {NESTING_MAX} fit; make a function")


def check_calls(path, stripped, findings):
    for number, line in enumerate(stripped.splitlines(), 1):
        for pattern, folders, instead in BANNED:
            found = pattern.search(line)
            if found and path.startswith(folders):
                findings.add(number, "banned", f"{found.group(0).strip()}: {instead}")


def check_text(path, text):
    lines = text.splitlines()
    findings = Findings(path, lines)
    check_name(path, findings)
    check_lines(lines, findings)
    if path.endswith((".hpp", ".cpp")):
        stripped = strip(text)
        if path.endswith(".hpp"):
            check_header(lines, findings)
        check_sizes(path, lines, stripped, findings)
        check_calls(path, stripped, findings)
    return sorted(findings.found)


def check_tree(root):
    folders = ("agent", "transport", "persistence", "daemon", "tests")
    files = sorted(file for folder in folders for file in (root / folder).rglob("*") if file.suffix in (".hpp", ".cpp"))
    count = 0
    for file in files:
        path = file.relative_to(root).as_posix()
        for number, rule, text in check_text(path, file.read_text(encoding="utf-8")):
            print(f"{path}:{number}: {rule}: {text}")
            count += 1
    print(f"tidy: {len(files)} files, {count} findings")
    return count


def _function(lines, head="int long_one(int x) {"):
    return head + "\n" + "  x = x + 1;\n" * (lines - 2) + "}\n"


HEAD = "#pragma once\n// A contract.\n"
# (path, text, rules that must be found, in order)
SELF_TEST = [
    ("agent/a.hpp", HEAD + "namespace lic {\nstruct A { int b = 0; };\n}\n", []),
    ("agent/a.hpp", "// A contract.\n\n#pragma once\n#include <vector>\n", []),
    ("agent/a.hpp", "// A contract.\n#include <vector>\n#pragma once\n", ["header"]),
    ("agent/a.hpp", "#pragma once\n#include <vector>\n", ["header"]),
    ("agent/a.hpp", HEAD + "\n" * 199, ["file-length"]),
    ("agent/a.cpp", "\n" * 301, ["file-length"]),
    ("agent/a.cpp", "\n" * 300, []),
    ("agent/seat_util.cpp", "\n", ["name"]),
    ("agent/common.hpp", HEAD, ["name"]),
    ("agent/utility_room.cpp", "\n", []),
    ("agent/a.cpp", "\tint a;\n", ["tab"]),
    ("agent/a.cpp", "// " + "TO" + "DO later\n", ["open-work"]),
    ("agent/a.cpp", "// " + "x" * 118 + "\n", ["line-length"]),
    ("agent/a.cpp", "namespace lic {\n" + _function(60) + "}\n", []),
    ("agent/a.cpp", "namespace lic {\n" + _function(61) + "}\n", ["function-length"]),
    ("agent/a.cpp", _function(61, "A::A(int x) : b_{1}, c_{x} {"), ["function-length"]),
    ("agent/a.cpp", _function(61, "struct A {\n  int f() const noexcept {") + "};\n", ["function-length"]),
    ("agent/a.cpp", "constexpr Row kTable[] = {\n" + '    {"a", f({1, 2}), 3},\n' * 80 + "};\n", []),
    ("agent/a.cpp", "enum class A {\n" + "  a,\n" * 80 + "};\n", []),
    ("agent/a.cpp", "void f() {\n if (a) {\n for (;;) {\n while (b) {\n c();\n }\n }\n }\n}\n", []),
    ("agent/a.cpp", "void f() {\n if (a) {\n for (;;) {\n while (b) {\n if (c) {\n d();\n }\n }\n }\n }\n}\n", ["nesting"]),
    ("agent/a.cpp", "int a = atoi(b);\nint c = std::stoi(d);\nchar* e = strtok(f, g);\n", ["banned"] * 3),
    ("agent/a.cpp", "// atoi(b)\nauto a = \"stoi(x)\";\nint my_atoi(int);\n", []),
    ("daemon/a.cpp", "std::this_thread::sleep_for(x);\n::usleep(5);\ncv.wait_for(lock, x);\nthrow 1;\n", ["banned"] * 4),
    ("daemon/a.cpp", "timer.sleeping();\nwake.wait_for_step();\n", []),
    ("tests/a.cpp", "std::this_thread::sleep_for(x);\n", []),
    ("agent/a.cpp", "switch (a) {\n default: break;\n}\n", ["banned"]),
    ("transport/a.cpp", "auto a = body[\"x\"].get<int>();\n", ["banned"]),
    ("transport/a.cpp", "body[\"x\"] = 5;\n", []),
    ("daemon/a.cpp", "throw 1;  // tidy: allow banned: the library asks for it here\n", []),
    ("daemon/a.cpp", "// tidy: allow banned: the library asks for it here\nthrow 1;\n", []),
    ("daemon/a.cpp", "throw 1;  // tidy: allow banned: no\n", ["allow", "banned"]),
    ("daemon/a.cpp", "const auto a = 1'000'000;\nint b = atoi(c);\n", ["banned"]),
    ("daemon/a.cpp", "auto a = R\"(throw \"x\" {{{)\";\nvoid f() { g(); }\n", []),
]


def self_test():
    failures = 0
    for path, text, wanted in SELF_TEST:
        found = check_text(path, text)
        if [rule for _, rule, _ in found] != wanted:
            print(f"self-test: {path}: wanted {wanted} in {text[:80]!r}, found {found}")
            failures += 1
    print(f"tidy: self-test of {len(SELF_TEST)} cases, {failures} failures")
    return failures


def main(arguments):
    if arguments == ["--self-test"]:
        return 1 if self_test() else 0
    root = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).parent.parent)
    return 1 if check_tree(root) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
