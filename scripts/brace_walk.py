"""A rough reading of C++ braces: where functions begin and end, and how deep their control blocks nest.

No parser: the text before a brace says what it opens. Good enough to find functions that are too long.
"""

import re

CONTROL = re.compile(r"^\s*(?:\}?\s*else\b|(?:\[\[\w+\]\]\s*)?(?:if|for|while|switch|do|try|catch)\b)")
TYPE = re.compile(r"\b(class|struct|union|enum)\b")
INITIALISED = "\x01"  # stands for a braced initialiser in the text of a statement
NAMESPACE = re.compile(r"\b(namespace|extern)\b")


class Function:
    def __init__(self, line):
        self.first_line = line
        self.last_line = line
        self.deepest = 0
        self.deepest_line = line

    @property
    def lines(self):
        return self.last_line - self.first_line + 1


def _kind(head, inside_function, enclosing):
    """What a brace opens, judged by the statement's text before it."""
    bare = head.strip()
    if enclosing == "value":
        return "value"
    if inside_function:
        if CONTROL.match(bare):
            return "control"
        return "block" if not bare or bare.endswith((")", "]", "mutable", ":")) or "->" in bare else "value"
    if NAMESPACE.search(bare) and "(" not in bare:
        return "scope"
    if TYPE.search(bare) and not bare.endswith(")") and "(" not in bare.split("{")[0].split(" : ")[0]:
        return "scope"
    before_body = re.split(r"\)\s*:", bare)
    if len(before_body) > 1 and re.search(r"[\w>]$", bare):  # no match after INITIALISED: that is the body
        return "value"  # a member initialised with braces, before the constructor's body
    if "(" in bare and not re.search(r"(?<![=!<>])=(?!=)[^()]*$", bare.split("(")[0]):
        return "function"
    return "value"


def functions_of(stripped):
    """All functions of a text without comments and literals, with their lines and the depth of their control blocks."""
    text = "\n".join("" if line.lstrip().startswith("#") else line for line in stripped.split("\n"))
    found, stack = [], []
    head, head_line, line = "", 1, 1
    current = None
    for letter in text:
        if letter == "\n":
            line += 1
        if letter == "{":
            kind = _kind(head, current is not None, stack[-1][0] if stack else "scope")
            stack.append((kind, head, head_line))
            if kind == "function":
                current = Function(head_line)
            elif kind == "control" and current is not None:
                depth = sum(1 for entry in stack if entry[0] == "control")
                if depth > current.deepest:
                    current.deepest, current.deepest_line = depth, line
            if kind != "value":
                head, head_line = "", line
        elif letter == "}" and stack:
            kind, outer_head, outer_line = stack.pop()
            if kind == "function" and current is not None:
                current.last_line = line
                found.append(current)
                current = None
            # After an initialiser the statement goes on.
            head, head_line = (outer_head + INITIALISED, outer_line) if kind == "value" else ("", line)
        elif letter == ";" and not (stack and stack[-1][0] == "value") and head.count("(") <= head.count(")"):
            head, head_line = "", line
        else:
            if not head.strip() and not letter.isspace():
                head_line = line
            head += letter
    return found
