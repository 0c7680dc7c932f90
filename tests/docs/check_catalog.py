#!/usr/bin/env python3
"""Does systemd read the catalog, and does it say cause and remedy of each alarm?   check_catalog.py FILE

Exits 77 (skipped) where there is no journalctl.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def journalctl(root, *arguments):
    return subprocess.run(["journalctl", f"--root={root}", *arguments], check=True, capture_output=True, text=True).stdout


def main(file):
    if not shutil.which("journalctl"):
        print("skipped: journalctl is not installed (package systemd)")
        return 77
    wanted = re.findall(r"^-- ([0-9a-f]{32})$", pathlib.Path(file).read_text(encoding="utf-8"), re.M)
    assert wanted, f"{file} has no entry"
    with tempfile.TemporaryDirectory() as root:
        place = pathlib.Path(root, "usr/lib/systemd/catalog")
        place.mkdir(parents=True)
        pathlib.Path(root, "var/lib/systemd/catalog").mkdir(parents=True)
        shutil.copy(file, place / "smart-agent.catalog")
        journalctl(root, "--update-catalog")
        listed = [line.split()[0] for line in journalctl(root, "--list-catalog").splitlines()]
        assert sorted(listed) == sorted(wanted), f"systemd knows {len(listed)} of {len(wanted)} entries"
        for message in wanted:
            text = journalctl(root, "--dump-catalog", message)
            for part in ("Subject: ", "Defined-By: smart-agent", "Raised when ", "What to do: ", "Cleared by: "):
                assert part in text, f"{message} lacks {part!r}: {text}"
    print(f"{len(wanted)} entries")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
