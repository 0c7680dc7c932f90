"""Milliseconds from the start of a program until it says that it is ready; run where the program is to run.

usage: start_time.py USER TIMES notify|PORT|bus:NAME COMMAND...

`notify`: READY=1 on a NOTIFY_SOCKET, as systemd gives one; PORT: the first connection that it accepts on loopback; `bus:NAME`: the name is
owned on the system bus (asked by busctl, so some milliseconds are busctl's). Prints one JSON list. After each start the program is ended
by SIGTERM and waited for.
"""

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time

PATIENCE = 20.0


def notified(notices, process):
    notices.settimeout(PATIENCE)
    while True:
        if b"READY=1" in notices.recv(4096).split(b"\n"):
            return


def connected(port, process):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.0005)
    raise SystemExit(f"{process.args[0]} did not listen on port {port}")


def owned(name, process):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if subprocess.run(["busctl", "status", name], capture_output=True).returncode == 0:
            return
    raise SystemExit(f"{process.args[0]} did not own {name}")


def start_once(user, sign, command, folder):
    path = str(folder / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notices:
        notices.bind(path)
        os.chmod(path, 0o666)
        environment = {**os.environ, "NOTIFY_SOCKET": path}
        begun = time.monotonic()
        process = subprocess.Popen(command, env=environment, user=user, group=user, extra_groups=[], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            if sign == "notify":
                notified(notices, process)
            elif sign.startswith("bus:"):
                owned(sign[4:], process)
            else:
                connected(int(sign), process)
            return (time.monotonic() - begun) * 1000
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)
            os.unlink(path)


def main():
    user, times, sign, command = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o711)
        print(json.dumps([start_once(user, sign, command, pathlib.Path(folder)) for _ in range(times + 1)][1:]))


if __name__ == "__main__":
    main()
