"""SIGKILL under load (interfaces.md section 3): an answer on the product socket means committed. After each kill every
acknowledged change is there, what was not acknowledged is there wholly or not at all and in order, and the meters count the seats.

    test_kill.py BUILD [--kills N] [--seed S]
"""

import argparse
import pathlib
import random
import sys
import threading
import time
import unittest

import lab_rig
import product_client

PREMIUM = {"supervisor", "chat", "email", "outbound_progressive", "outbound_predictive"}
CAPABILITIES = ["inbound_voice", "outbound_direct_preview", *sorted(PREMIUM)]
CLIENTS = 4
SEATS_EACH = 300       # ids of one client; nobody else uses them
STANDING = 3000        # seats that nobody touches
IN_FLIGHT = 16
LOAD_SECONDS_MAX = 0.12


def applied(before, request):
    """What a request makes of a seat: None, or its class and capabilities (R-USE-1, 2)."""
    if request["op"] == "sign_out" or (request["op"] == "update" and before is None):
        return None
    capabilities = frozenset(request["capabilities"])
    premium = bool(capabilities & PREMIUM) or (before is not None and before[0] == "premium")
    return ("premium" if premium else "standard", capabilities)


class Client(threading.Thread):
    """Sends changes, many in flight, until the daemon is gone; remembers what was answered."""

    def __init__(self, path, name, known, seed):
        super().__init__(daemon=True)
        self.connection = product_client.ProductClient(path)
        self.name_of_client, self.known, self.random = name, known, random.Random(seed)
        self.unanswered = []  # oldest first
        self.answers = 0
        self.wrong = None

    def request(self):
        seat = f"{self.name_of_client}-{self.random.randrange(SEATS_EACH)}"
        kind = self.random.random()
        if kind < 0.35:
            return product_client.sign_out(seat)
        capabilities = self.random.sample(CAPABILITIES, self.random.choice((1, 1, 2, 3)))
        if kind < 0.5:
            return {"op": "update", "id": seat, "capabilities": capabilities}
        return product_client.sign_in(seat, capabilities)

    def take(self, answer):
        request = self.unanswered.pop(0)
        before = self.known.get(request["id"])
        after = applied(before, request)
        refused = request["op"] == "update" and before is None
        if answer["ok"] == refused or answer.get("durable") is False:
            self.wrong = (request, answer)
        if after is not None and answer.get("class") != after[0]:
            self.wrong = (request, answer, after)
        self.known[request["id"]] = after
        self.answers += 1

    def run(self):
        while not self.wrong:
            more = [self.request() for _ in range(IN_FLIGHT - len(self.unanswered))]
            self.unanswered += more
            try:
                self.connection.send(more)
            except OSError:
                more = []
            answer = self.connection.receive()
            while answer is not None:
                self.take(answer)
                if len(self.unanswered) <= IN_FLIGHT // 2:
                    break
                answer = self.connection.receive()
            if answer is None:
                break
        self.connection.close()

    def ends(self):
        """Every state that may be there now: after the first k of what was not answered, for each k."""
        state = dict(self.known)
        yield state
        for request in self.unanswered:
            state = {**state, request["id"]: applied(state.get(request["id"]), request)}
            yield state


class Kill(unittest.TestCase):
    kills = 20
    seed = 1

    def seats(self):
        found, path = {}, "/v1/seats?limit=10000"
        while path:
            status, page = self.rig.api("GET", path)
            self.assertEqual(status, 200, page)
            for seat in page["seats"]:
                found[seat["id"]] = (seat["class"], frozenset(seat["capabilities"]))
            path = page["cursor"] and f"/v1/seats?limit=10000&cursor={page['cursor']}"
        return found

    def fill(self):
        client = product_client.ProductClient(self.product_socket)
        for answer in client.ask([product_client.sign_in(f"standing-{n}", ["chat"] if n % 3 == 0 else ["inbound_voice"])
                                  for n in range(STANDING)]):
            self.assertTrue(answer["ok"], answer)
        self.addCleanup(client.close)

    def judge(self, client, found):
        there = {seat: state for seat, state in found.items() if seat.startswith(client.name_of_client + "-")}
        for end in client.ends():
            if {seat: state for seat, state in end.items() if state is not None} == there:
                return {seat: state for seat, state in end.items() if state is not None}
        lost = {seat: (state, there.get(seat)) for seat, state in client.known.items() if there.get(seat) != state}
        return self.fail(f"{client.name_of_client}: {len(client.unanswered)} unanswered; not as acknowledged: {lost}")

    def one_kill(self, number, known):
        clients = [Client(self.product_socket, f"c{index}", dict(known[index]), f"{self.seed}-{number}-{index}")
                   for index in range(CLIENTS)]
        for client in clients:
            client.start()
        time.sleep(self.random.uniform(0, LOAD_SECONDS_MAX))
        self.rig.kill_daemon()
        for client in clients:
            client.join(30)
            self.assertFalse(client.is_alive())
            self.assertIsNone(client.wrong)
        self.rig.start_daemon()
        found = self.seats()
        known = [self.judge(client, found) for client in clients]
        status = self.rig.status()
        for kind in ("standard", "premium"):
            self.assertEqual(status["seats"][kind], sum(state[0] == kind for state in found.values()), "meters count seats")
        self.assertEqual(sum(seat.startswith("standing-") for seat in found), STANDING)
        self.assertEqual(len(found), STANDING + sum(map(len, known)), "nobody else is signed in")
        return known, sum(client.answers for client in clients)

    def test_nothing_acknowledged_is_lost(self):
        self.random = random.Random(self.seed)
        self.rig = lab_rig.Rig(BUILD)
        self.addCleanup(self.rig.close)
        self.product_socket = self.rig.run / "product.sock"
        self.rig.start_lab()
        self.rig.start_daemon()
        self.fill()
        known, answers, began = [{} for _ in range(CLIENTS)], 0, time.monotonic()
        for number in range(self.kills):
            known, more = self.one_kill(number, known)
            answers += more
        self.assertGreater(answers, 10 * self.kills, "the load was no load")
        print(f"{self.kills} kills, {answers} acknowledged changes, {time.monotonic() - began:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--kills", type=int, default=Kill.kills)
    parser.add_argument("--seed", type=int, default=Kill.seed)
    options, rest = parser.parse_known_args()
    BUILD, Kill.kills, Kill.seed = options.build, options.kills, options.seed
    unittest.main(argv=[sys.argv[0], *rest])
