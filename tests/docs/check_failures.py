#!/usr/bin/env python3
"""Is docs/failures.md what the code says?   check_failures.py TOOL FILE"""

import difflib
import pathlib
import subprocess
import sys


def main(tool, file):
    said = subprocess.run([tool], stdout=subprocess.PIPE, check=True, text=True).stdout
    path = pathlib.Path(file)
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    if said == written:
        return 0
    sys.stdout.writelines(difflib.unified_diff(written.splitlines(True), said.splitlines(True), "docs/failures.md", "the code"))
    root = path.parent.parent
    print(f"docs/failures.md is not what the code says; write it anew:\n  {pathlib.Path(tool).relative_to(root)} > docs/failures.md")
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
