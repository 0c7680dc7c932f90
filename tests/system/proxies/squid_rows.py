"""The rows of the network matrix with squid: what it lets through, what it refuses, what it drops."""

import threading

import lab_rig
from proxies.bench import PASSWORD, USER, WRONG_PASSWORD, Bench
from proxies.cell import Log, check, started_lab
from proxies.program import authority, free_port
from proxies.squid import Squid


def through_squid(cell, squid, **options):
    """The whole life through `squid`; its log must hold the tunnel to SSM and the user's name."""
    log = Log(squid)
    cell.start(cell.through(squid.port, **options))
    outcome = cell.whole_life()
    cell.agent.stop_daemon()  # the log line comes when the tunnel ends
    user = options.get("user") or "-"
    log.expect(f"client={cell.address}", "method=CONNECT", f"target={cell.ssm}", "status=200", f"user={user}")
    return outcome


class OpenSquid(Bench):
    needs = (Squid,)

    def open(self):
        self.squid = self.run(Squid())

    def rows(self):
        return [("squid, no credentials", self.plain), ("squid, SSM down behind it", self.nowhere)]

    def plain(self, cell):
        return through_squid(cell, self.squid), "squid logs the tunnel"

    def nowhere(self, cell):
        cell.aim_at(authority(cell.family, free_port()))
        cell.start(cell.through(self.squid.port))
        return cell.refused("proxy", "proxy_gateway", authority(cell.family, self.squid.port), "503")


class SquidWithLogin(Bench):
    needs = (Squid,)
    scheme = ""

    def open(self):
        self.squid = self.run(Squid(self.scheme, USER, PASSWORD))

    def right(self, cell):
        check(self.squid.answer_to_connect(cell.family, cell.ssm) == 407, "squid lets everybody through")
        return through_squid(cell, self.squid, user=USER, password=PASSWORD), f"squid logs the tunnel and the user '{USER}'"

    def wrong(self, cell):
        log = Log(self.squid)
        cell.start(cell.through(self.squid.port, user=USER, password=WRONG_PASSWORD))
        result = cell.refused("proxy", "proxy_auth", authority(cell.family, self.squid.port), "407")
        log.expect("method=CONNECT", "status=407")
        return result


class SquidBasic(SquidWithLogin):
    scheme = "basic"

    def rows(self):
        return [("squid, Basic", self.right), ("squid, Basic, wrong password", self.wrong),
                ("squid, Basic, password corrected later", self.corrected)]

    def corrected(self, cell):
        failure, _ = self.wrong(cell)
        cell.write_password(PASSWORD)
        outcome = cell.heal_registration()
        return f"{failure}; {outcome}", "no restart, no reload"


class SquidDigest(SquidWithLogin):
    scheme = "digest"

    def rows(self):
        return [("squid, Digest", self.right), ("squid, Digest, wrong password", self.wrong)]


class DenyingSquid(Bench):
    needs = (Squid,)

    def open(self):
        self.squid = self.run(Squid(denies=True))

    def rows(self):
        return [("squid, CONNECT refused", self.denied)]

    def denied(self, cell):
        log = Log(self.squid)
        cell.start(cell.through(self.squid.port))
        result = cell.refused("proxy", "proxy_denied", authority(cell.family, self.squid.port), "403")
        log.expect("method=CONNECT", "status=403")
        return result


class DyingSquid(Bench):
    """With a lab of its own: the delay must meet this agent's exchange and none of its neighbours'."""

    needs = (Squid,)
    delay_seconds = 4

    def open(self):
        self.squid = self.run(Squid())
        self.lab = self.stack.enter_context(started_lab(self.lab.build))

    def rows(self):
        return [("squid, dies in mid-exchange, comes back", self.dies)]

    def dies(self, cell):
        self.lab.admin("POST", "/admin/clock", {"to": self.lab.clock})  # the cell before moved it on
        cell.start(cell.through(self.squid.port))
        cell.register()
        cell.say("renew", "authorization")  # so that nothing else is under way
        instance = cell.registration()["instance_id"]
        cell.agent.stop_daemon()
        cell.agent.start_daemon()  # with no connection left open, as outside lab mode: the next exchange opens its own
        try:
            failure, text = self.exchange_cut_off(cell, instance)
        finally:
            self.squid.start()
        log = Log(self.squid)
        cell.say("lab", "advance", "1h")  # the first retry of an authorization follows in less
        attempt = cell.agent.status()["authorization"]["last_attempt"]
        check(attempt["outcome"] == "succeeded", f"the next attempt did not heal it: {attempt}")
        check(any(row["repeat"] for row in cell.exchanges(instance)), "SSM saw no repeat of the exchange that was cut off")
        outcome = cell.go_on()
        cell.agent.stop_daemon()
        log.expect("method=CONNECT", f"target={cell.ssm}", "status=200")
        return f"{failure}; healed by itself; {outcome}", text

    def exchange_cut_off(self, cell, instance):
        cell.agent.admin("POST", "/admin/faults", {"match": {"type": "AUTHORIZATION"}, "count": 1,
                                                   "fault": {"kind": "delay", "seconds": self.delay_seconds}})
        result = []
        operator = threading.Thread(target=lambda: result.append(cell.agent.ctl("renew", "authorization", check=False)))
        operator.start()
        lab_rig.wait_for(lambda: any(row["fault"] == "delay" for row in cell.exchanges(instance)), "the delayed exchange")
        self.squid.kill()
        operator.join()
        section = cell.agent.status()["authorization"]
        return cell.failed(result[0], section, "no_answer", "no_answer_closed", cell.ssm), result[0].stderr.strip()
