"""C++ source as the two checkers see it: comments and the insides of literals blanked, places kept.

Also the one way to make an exception: a comment on the same line or the line above, naming the rule and the reason,
`// tidy: allow RULE: reason`, or once in a file, `// tidy: allow-file RULE: reason`.
"""

import re

ALLOW = re.compile(r"//\s*tidy:\s*(allow|allow-file)\s+([a-z-]+):\s*(.*)$")
REASON_LETTERS_MIN = 10


def _blank(text):
    return "".join(letter if letter == "\n" else " " for letter in text)


def _end_of_literal(text, at):
    """One past the literal that starts at `at`; an unclosed one ends with its line."""
    quote = text[at]
    index = at + 1
    while index < len(text) and text[index] not in (quote, "\n"):
        index += 2 if text[index] == "\\" else 1
    return min(index + 1, len(text))


def _is_digit_separator(text, at):
    return text[at] == "'" and 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()


def strip(text):
    """The same text, same length: no comments, literals reduced to their quotes."""
    result = []
    at = 0
    while at < len(text):
        if text.startswith("//", at):
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            result.append(_blank(text[at:end]))
        elif text.startswith("/*", at):
            end = text.find("*/", at)
            end = len(text) if end < 0 else end + 2
            result.append(_blank(text[at:end]))
        elif text.startswith('R"', at) and (at == 0 or not (text[at - 1].isalnum() or text[at - 1] == "_")):
            delimiter = text[at + 2 : text.find("(", at)]
            end = text.find(")" + delimiter + '"', at)
            end = len(text) if end < 0 else end + len(delimiter) + 2
            result.append('  "' + _blank(text[at + 3 : end - 1]) + '"')
        elif text[at] in "\"'" and not _is_digit_separator(text, at):
            end = _end_of_literal(text, at)
            result.append(text[at] + _blank(text[at + 1 : end - 1]) + text[end - 1])
        else:
            end = at + 1
            result.append(text[at])
        at = end
    return "".join(result)


class Allowances:
    """The exceptions that a file makes for itself."""

    def __init__(self, lines):
        self._by_line = {}
        self._whole_file = set()
        self.without_reason = []
        for number, line in enumerate(lines, 1):
            found = ALLOW.search(line)
            if not found:
                continue
            scope, rule, reason = found.groups()
            if len(reason.strip()) < REASON_LETTERS_MIN:
                self.without_reason.append(number)
            elif scope == "allow-file":
                self._whole_file.add(rule)
            else:
                self._by_line.setdefault(rule, set()).update((number, number + 1))

    def covers(self, rule, number):
        return rule in self._whole_file or number in self._by_line.get(rule, ())
