"""One cell of the network matrix: an agent of its own, one binding of the wire, one family of addresses."""

import re
import time

import lab_rig
from proxies.program import LOOPBACK

LIFE = ["REGISTRATION", "AUTHORIZATION", "RENEW", "DEREGISTRATION"]
EXCHANGES_LOOKED_AT = 200
LOG_SECONDS = 5
DONE = "registered, renewed, deregistered"


class Unexpected(AssertionError):
    """The agent, the SSM or a proxy did something else than this cell says it should."""


def check(condition, text):
    if not condition:
        raise Unexpected(text)


def place_of(url):
    """Host and port of a URL, as they stand in it."""
    return url.split("//")[1].split("/")[0]


def without_chance(text, ssm):
    """What of a text is the same at every run and for both families. `ssm`: where SSM is, as texts write it."""
    text = re.sub(r"; next attempt at [^;]*$", "", text.replace(ssm, "SSM:PORT"))
    text = re.sub(r"/tmp/smart-agent-[^/ ]+/", ".../", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "DATE", text)
    text = re.sub(r"(127\.0\.0\.1|\[::1\]):\d+", "ADDRESS:PORT", text)
    return re.sub(r"127\.0\.0\.1|(?<![0-9a-f])::1\b", "ADDRESS", text)


def started_lab(build):
    """A lab SSM on both families, with licenses enough."""
    lab = lab_rig.Rig(build, listen=("127.0.0.1:0", "[::1]:0"))
    try:
        lab.start_lab()
        lab.admin("PUT", "/admin/accounts/Default/pools", {"default_pool": 100})
    except BaseException:
        lab.close()
        raise
    return lab


class Cell:
    """`lab` is the rig whose SSM is asked; its URLs are one for each family, IPv4 first."""

    def __init__(self, build, lab, mode, family, serial):
        self.lab, self.mode, self.family = lab, mode, family
        self.agent = lab_rig.Rig(build, lab_of=lab, serial=serial)
        self.aim_at(place_of(lab.urls[0 if family == 4 else 1]))
        self.address = LOOPBACK[family]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.agent.close()

    def aim_at(self, place):
        """SSM is looked for at `place` (host and port)."""
        self.ssm, self.url = place, self.url_at(place)

    def url_at(self, place):
        """The URL of this cell's binding at `place`."""
        path = "/SmartTransport" if self.mode == "smart" else "/Transportgateway/services/DeviceRequestHandler"
        return f"https://{place}{path}"

    # ---- configuration ----

    def transport(self, route, url, *more):
        return "\n".join(["[transport]", f'mode = "{self.mode}"', f'route = "{route}"', f'url = "{url}"',
                          f'ip_version = "{self.family}"', "connect_timeout_seconds = 5", "total_timeout_seconds = 10", *more])

    def gateway(self, url):
        return self.transport("gateway", url)

    def through(self, port, user=None, password=None, scheme="http", authority=None, no_proxy=None):
        """Through the proxy at `port` of this family's loopback address."""
        lines = [f'no_proxy = ["{no_proxy}"]'] if no_proxy else []
        lines += ["[transport.proxy]", f'host = "{self.address}"', f"port = {port}", f'scheme = "{scheme}"']
        if user:
            lines += [f'user = "{user}"', f'password_file = "{self.write_password(password)}"']
        if authority:
            lines.append(f'ca_file = "{authority}"')
        return self.transport("proxy", self.url, *lines)

    def write_password(self, password):
        file = self.agent.dir / "proxy-password"
        file.touch(mode=0o600)
        file.write_text(password + "\n")
        return file

    def start(self, transport):
        self.agent.write_config(transport=transport)
        self.agent.start_daemon()

    # ---- what the operator does ----

    def say(self, *arguments):
        done = self.agent.ctl(*arguments, check=False)
        check(done.returncode == 0, f"{arguments[0]}: exit {done.returncode}: {done.stderr.strip()}")

    def register(self):
        self.say("register", self.agent.token())

    def go_on(self):
        """Everything after a registration, and that SSM saw all of it."""
        instance = self.registration()["instance_id"]
        self.say("renew", "authorization")
        self.say("renew", "registration")
        self.say("deregister", "--yes")
        found = self.exchanges(instance)
        for kind in LIFE:
            check(any(row["type"] == kind and row["status"] == "OK" for row in found), f"SSM saw no {kind}")
        return DONE

    def heal_registration(self):
        """The refused registration succeeds at its first retry, by the same daemon; then the rest of the life."""
        self.say("lab", "advance", "2m")
        state = self.registration()["state"]
        check(state == "registered", f"{state} after the next attempt")
        return f"healed by itself; {self.go_on()}"

    def whole_life(self):
        self.register()
        return self.go_on()

    def refused(self, cause, code, *words):
        """Registers in vain. Returns the outcome and the one line that the operator reads, which names each of `words`."""
        done = self.agent.ctl("register", self.agent.token(), check=False)
        return self.failed(done, self.registration(), cause, code, *words), done.stderr.strip()

    def failed(self, done, section, cause, code, *words):
        """The command `done` found no way to SSM, and the next attempt is planned. Returns the outcome."""
        line = done.stderr.strip()
        attempt = section["last_attempt"]
        found = f"cause {attempt['cause']}, code {attempt['code']}, exit {done.returncode}"
        wanted = f"cause {cause}, code {code}, exit 6"
        check(found == wanted, f"{found} instead of {wanted}: {line or done.stdout}")
        check(len(line.splitlines()) == 1 and "; " in line, f"not one line with a remedy: {line}")
        check(section["next_attempt_at"], f"no next attempt is planned: {line}")
        for word in words:
            check(word.lower() in line.lower(), f"the line does not name '{word}': {line}")
        return wanted

    # ---- what there is to see ----

    def registration(self):
        return self.agent.status()["registration"]

    def exchanges(self, instance):
        found = self.agent.admin("GET", f"/admin/exchanges?limit={EXCHANGES_LOOKED_AT}")["exchanges"]
        return [row for row in found if row["instance"] == instance]


class Log:
    """What a proxy writes into its access log from now on."""

    def __init__(self, proxy):
        self.proxy = proxy
        self.begin = len(proxy.access_log())

    def lines(self):
        return self.proxy.access_log()[self.begin:]

    def expect(self, *words):
        """Waits for a line with all of `words`: some programs write it only when the connection is over."""
        deadline = time.monotonic() + LOG_SECONDS
        while not any(all(word in line for word in words) for line in self.lines()):
            check(time.monotonic() < deadline,
                  f"{self.proxy.name} has no line with {', '.join(words)} in its log: " + "\n".join(self.lines()[-5:]))
            time.sleep(0.05)
