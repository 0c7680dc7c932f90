"""What a registered daemon costs while nothing happens: memory and wake-ups a minute.

usage: idle.py BUILD [SECONDS]    (a build of the preset `release` gives the figures of what is installed)
"""

import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
import lab_rig  # noqa: E402


def memory(pid):
    rows = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    return {name: int(rows[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon")}


def wakeups(pid):
    total = 0
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        for line in (task / "status").read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                total += int(line.split()[1])
    return total


def main():
    build = sys.argv[1]
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    # The programs that play the peer come from the everyday build: the release build installs the daemon alone.
    with lab_rig.Rig(build) as rig:
        rig.start_lab()
        rig.start_daemon()
        rig.register()
        rig.ctl("lab", "advance", "1h")
        pid = rig.daemon.pid
        time.sleep(8)  # the connection lingers for 5
        before = wakeups(pid)
        time.sleep(seconds)
        woken = wakeups(pid) - before
        used = memory(pid)
    print(f"registered and idle: resident {used['VmRSS']:.1f} MiB, anonymous {used['RssAnon']:.1f} MiB, "
          f"{woken * 60 / seconds:.1f} wake-ups a minute (over {seconds} s)")


if __name__ == "__main__":
    main()
