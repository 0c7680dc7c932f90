"""Runs the load client lic_load against a server and reads what it says."""

import json
import subprocess


class Void(Exception):
    """A server refused or lost a request, or the client failed: figures of such a run are worth nothing."""


class Target:
    """A way to write to a server. Targets of one server share its `turns`, so that no write repeats the one before."""

    def __init__(self, name, protocol, place, turns):
        self.name = name
        self.protocol = protocol
        self.place = str(place)
        self.turns = turns


class Turns:
    """How often the ids of a server have been gone through."""

    def __init__(self):
        self.next = 0


class Client:
    def __init__(self, binary, ids, seconds, warm_up):
        self.binary = binary
        self.ids = ids
        self.seconds = seconds
        self.warm_up = warm_up
        self.seed = 0

    def run(self, target, connections, depth=1, **options):
        """The figures of one run as lic_load prints them. `options`: rate, count, ids, seconds, warm_up."""
        self.seed += 1
        settings = {"connections": connections, "depth": depth, "ids": self.ids, "seconds": self.seconds,
                    "warm_up": self.warm_up, "seed": self.seed, "turn": target.turns.next, **options}
        command = [self.binary, target.protocol, target.place]
        for name, value in settings.items():
            command += ["--" + name.replace("_", "-"), str(value)]
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=600)
        if done.returncode != 0:
            raise Void(f"{target.name}, {connections} connections: {done.stderr.strip() or done.stdout.strip()}")
        said = json.loads(done.stdout)
        if said["count"] == 0:
            raise Void(f"{target.name}, {connections} connections: not one answer came in {settings['seconds']} s")
        target.turns.next = said["next_turn"]
        return said
