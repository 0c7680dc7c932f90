#!/usr/bin/env python3
"""Is a file what the code says?   check_written.py FILE TOOL [ARGUMENT...]"""

import difflib
import pathlib
import subprocess
import sys


def main(file, *command):
    said = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    path = pathlib.Path(file)
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    if said == written:
        return 0
    root = path.parent.parent
    name = path.relative_to(root)
    sys.stdout.writelines(difflib.unified_diff(written.splitlines(True), said.splitlines(True), str(name), "the code"))
    tool = " ".join([str(pathlib.Path(command[0]).relative_to(root)), *command[1:]])
    print(f"{name} is not what the code says; write it anew:\n  {tool} > {name}")
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
