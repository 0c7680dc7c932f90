"""A registered agent, a relay before its SSM, and what must hold of every fault between them (R-STAT, R-REG-3, R-AUTH-6)."""

import dataclasses
import datetime
import json
import re
import shutil

import fault_dns
import fault_relay
import lab_rig
import tls_certificates

# What must not change because an exchange failed.
LICENSES = ("entitlements", "seats", "evaluation", "ooc", "enforcement", "provisioning_allowed", "blocked", "license_type")
AUTHORIZATION = ("state", "authorized_at", "renew_at", "deadline_at")
REGISTRATION = ("state", "instance_id", "expires_at", "renew_at")
UNTRUSTED = ("protocol", "signature", "clock")
REFUSED = ("token", "account")
RECOVERIES = 5
TEXT_LENGTH_MAX = 2048  # R-REG-2 cuts SSM's words at 1 KiB


@dataclasses.dataclass(frozen=True)
class Row:
    """One fault and what must come of it. `inject` and `heal` take the drill."""
    place: str
    name: str
    code: str
    inject: object
    heal: object
    alarms: tuple = ("COMMUNICATION_FAILURE",)
    waits_seconds: int = 0       # the SSM's wish for the next attempt
    advance: str = ""            # lab time that must pass before the outcome is there
    refused: bool = False        # the SSM's own, signed no

    @property
    def cause(self):
        special = {"clock_tls": "clock", "try_again_later": "http"}
        by_prefix = "no_answer" if self.code.startswith("no_answer_") else self.code.split("_")[0]
        return special.get(self.code, by_prefix)

    @property
    def all_alarms(self):
        """A renewal that timed out has an alarm of its own beside the one of the way."""
        return (*self.alarms, *(["RENEW_AUTHORIZATION_FAILURE"] if self.code.endswith("_timeout") else []))

    @property
    def exit_code(self):
        return 8 if self.cause in UNTRUSTED else 7 if self.cause in REFUSED else 6


@dataclasses.dataclass(frozen=True)
class Outcome:
    place: str
    name: str
    code: str
    cause: str
    text: str
    remedy: str


class Drill(lab_rig.Rig):
    """A rig with a relay before the lab SSM. `patience` are the connect and the total time-out of the agent in seconds."""

    def __init__(self, build, patience=(10, 20), host="127.0.0.1", proxy=None, names=False, listen="127.0.0.1",
                 harmless=None, call_home=False):
        super().__init__(build)
        try:
            self.patience = patience
            self.host = host
            self.names = fault_dns.NameServer(self.dir) if names else None
            self.start_lab()
            self.certificates = tls_certificates.Certificates(self.dir / "certificates")
            shutil.copy(self.certificates.trusted_ca, self.dir / "trust.d" / "relay-ca.pem")
            _, _, port = self.url.split("/")[2].rpartition(":")
            self.lab_address = ("127.0.0.1", int(port))
            self.relay = fault_relay.Relay(self.lab_address, self.certificates, self.ssm_dir / "tls-ca.pem", host=listen,
                                           harmless=harmless)
            self.proxy = proxy
            self.call_home = call_home
        except BaseException:
            self.close()
            raise

    def close(self):
        super().close()
        for part in ("relay", "names"):
            if getattr(self, part, None):
                getattr(self, part).close()
                setattr(self, part, None)

    def relayed_url(self):
        path = "/Transportgateway/services/DeviceRequestHandler" if self.call_home else "/SmartTransport"
        return f"https://{self.host}:{self.lab_address[1] if self.proxy is not None else self.relay.port}{path}"

    def configure(self, url=None):
        proxy = "".join(f"{key} = {json.dumps(value)}\n" for key, value in self.proxy_keys().items())
        self.write_config(url=url or self.relayed_url())
        text = self.config.read_text()
        text = text.replace("connect_timeout_seconds = 2", f"connect_timeout_seconds = {self.patience[0]}")
        text = text.replace("total_timeout_seconds = 5", f"total_timeout_seconds = {self.patience[1]}")
        if proxy:
            text = text.replace('route = "gateway"', 'route = "proxy"')
            text = text.replace("\n[trust]", f"\n[transport.proxy]\n{proxy}\n[trust]")
        if self.call_home:
            text = text.replace("[transport]", '[transport]\nmode = "call-home"')
        self.config.write_text(text)

    def proxy_keys(self):
        if self.proxy is None:
            return {}
        keys = {"host": "127.0.0.1", "port": self.relay.port, **self.proxy}
        return {key: value(self) if callable(value) else value for key, value in keys.items()}

    def daemon_command(self, *options):
        prefix = self.names.prefix() if self.names else []
        return [*prefix, *super().daemon_command(*options)]

    def begin(self):
        """Registered, three standard and two premium seat users signed in, one good exchange about them."""
        self.configure()
        self.start_daemon()
        self.register()
        for index in range(5):
            self.api("POST", "/v1/seats", {"id": f"user{index}", "capabilities": ["chat" if index < 2 else "inbound_voice"]})
        self.ctl("lab", "advance", "15m")
        self.ctl("renew", "authorization")

    def restart_daemon(self):
        self.stop_daemon()
        self.start_daemon()

    # ---- what can be ordered ----

    def order_fault(self, count=1000, **fault):
        self.admin("POST", "/admin/faults", {"match": {}, "count": count, "fault": fault})

    def clear_faults(self):
        self.admin("DELETE", "/admin/faults")
        self.admin("PUT", "/admin/settings", {"clock_offset_seconds": 0})
        self.relay.order(None)

    # ---- what is seen ----

    def licenses(self):
        status = self.status()
        return {**{key: status[key] for key in LICENSES},
                "authorization": {key: status["authorization"][key] for key in AUTHORIZATION},
                "registration": {key: status["registration"][key] for key in REGISTRATION}}

    def last_event(self):
        events = self.events(0)
        return events[-1]["id"] if events else 0

    def events(self, since):
        found = []
        while True:
            page = self.api("GET", f"/v1/events?since={since}")[1]["events"]
            found += page
            if not page or page[-1]["id"] == since:
                return found
            since = page[-1]["id"]

    def alarm_edges(self, since):
        """The raisings and clearings of alarms after an event, in their order."""
        return [(event["name"], event["kind"].removeprefix("alarm_")) for event in self.events(since)
                if event["kind"] in ("alarm_raised", "alarm_cleared")]


def drill(test, rig, row):
    """Injects the fault of `row`, tries twice, heals it, and holds everything against `row`. Returns the outcome shown."""
    before, last_event = rig.licenses(), rig.last_event()
    test.addCleanup(recover, test, rig, f"{row.place} {row.name}")
    row.inject(rig)
    try:
        attempts = []
        for _ in range(2):  # the first may meet a connection that was kept, the second a fresh one
            refused = rig.ctl("renew", "authorization", *(["--no-wait"] if row.advance else []), check=False)
            if row.advance:
                rig.ctl("lab", "advance", row.advance)
            status = rig.status()
            attempts.append(status["authorization"]["last_attempt"])
        during = rig.licenses()
        edges = rig.alarm_edges(last_event)
    finally:
        row.heal(rig)
    attempt = attempts[-1]
    said = f"{row.place} {row.name}: {attempts} {refused.stderr}"
    for attempt in attempts:
        test.assertEqual((attempt["code"], attempt["cause"]), (row.code, row.cause), said)
    test.assertEqual(attempt["outcome"], "refused" if row.refused else "failed", said)
    test.assertTrue(attempt["text"] and attempt["remedy"], said)
    test.assertTrue(attempt["text"].isprintable() and len(attempt["text"]) <= TEXT_LENGTH_MAX, said)
    if not row.advance:
        check_error_line(test, refused, row, said)
    check_next_attempt(test, status, row, said)
    test.assertCountEqual(edges, [(alarm, "raised") for alarm in row.all_alarms], said)
    test.assertCountEqual([alarm["code"] for alarm in status["alarms"]], row.all_alarms, said)
    test.assertTrue(all(alarm["text"] and alarm["remedy"] for alarm in status["alarms"]), said)
    test.assertEqual(during, before, said)
    recover(test, rig, said)
    test.assertCountEqual(rig.alarm_edges(last_event), [(alarm, edge) for alarm in row.all_alarms for edge in ("raised", "cleared")], said)
    test.assertIsNone(rig.status()["authorization"]["last_attempt"]["cause"], said)
    test.assertEqual(rig.status()["entitlements"], before["entitlements"], said)
    return Outcome(row.place, row.name, attempt["code"], attempt["cause"], plain(attempt["text"]), plain(attempt["remedy"]))


def check_error_line(test, refused, row, said):
    lines = refused.stderr.strip().splitlines()
    test.assertEqual(refused.returncode, row.exit_code, said)
    test.assertEqual(len(lines), 1, said)
    test.assertTrue(lines[0].startswith("error: "), said)
    test.assertIn("; ", lines[0], said)
    test.assertIn("next attempt at", lines[0], said)


def check_next_attempt(test, status, row, said):
    next_attempt = status["authorization"]["next_attempt_at"]
    test.assertIsNotNone(next_attempt, said)
    wait = moment(next_attempt) - moment(status["clock"]["now"])
    test.assertGreaterEqual(wait.total_seconds(), max(row.waits_seconds, 1), said)
    test.assertLessEqual(wait, datetime.timedelta(days=2), said)


def recover(test, rig, said):
    """The next attempt succeeds. Where time-outs are short, a busy machine may need more than one."""
    for _ in range(RECOVERIES):
        if rig.status()["authorization"]["last_attempt"]["outcome"] == "succeeded":
            return
        done = rig.ctl("renew", "authorization", check=False)
    test.fail(f"no recovery: {done.stderr} after {said}")


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def plain(text):
    """A text without what differs from run to run."""
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "DATE", text)
    text = re.sub(r"[A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d \d{4} [A-Z]+", "DATE", text)
    text = re.sub(r"(/[\w.-]+)*/smart-agent-rig-\w+", "DIR", text)
    text = re.sub(r"(?<=[\w\]]):\d{4,5}\b", ":PORT", text)
    text = re.sub(r"\bport \d{4,5}\b", "port PORT", text)
    text = re.sub(r"\b\d+ ms\b", "N ms", text)
    text = re.sub(r"\b\d+ (out of \d+ )?bytes\b", "N bytes", text)
    # How and when a reset is noticed is a race.
    text = re.sub(r"no connection to (\S+): \S+: Connection reset by peer|(\S+) closed the connection before the TLS handshake",
                  lambda found: f"{found[1] or found[2]} closed the connection in the TLS handshake: a reset", text)
    text = re.sub(r"(Recv failure|Send failure|getpeername|OpenSSL SSL_\w+:).*", "a reset", text)
    text = re.sub(r"OpenSSL/[\d.]+: error:[0-9A-F]+", "OpenSSL/N: error:N", text)
    text = re.sub(r"\bexchange \d+, not to \d+", "exchange N, not to N", text)
    return text
