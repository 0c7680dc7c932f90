"""The rows of the network matrix: which programs stand between agent and SSM, and what must come of it.

A row is a method that gets a cell, starts its daemon and returns (outcome, what is shown or seen).
"""

from proxies.authority import Authority
from proxies.bench import PASSWORD, USER, Bench
from proxies.cell import Log, check
from proxies.haproxy import Haproxy
from proxies.mitmdump import Mitmdump
from proxies.nginx import Nginx
from proxies.program import authority, free_port
from proxies.squid import Squid
from proxies.squid_rows import DenyingSquid, DyingSquid, OpenSquid, SquidBasic, SquidDigest
from proxies.tinyproxy import Tinyproxy


class Gateway(Bench):
    def rows(self):
        return [("SSM itself", self.alone), ("a proxy that is down", self.dead_proxy),
                ("a proxy that is down, no_proxy names SSM", self.past_a_dead_proxy)]

    def alone(self, cell):
        cell.start(cell.gateway(cell.url))
        return cell.whole_life(), "no program in between"

    def dead_proxy(self, cell):
        port = free_port()
        cell.start(cell.through(port))
        return cell.refused("proxy", "proxy_unreachable", authority(cell.family, port))

    def past_a_dead_proxy(self, cell):
        cell.start(cell.through(free_port(), no_proxy=cell.address))
        return cell.whole_life(), "nothing listens at the proxy's port"


class TinyproxyBasic(Bench):
    needs = (Tinyproxy,)

    def open(self):
        self.tinyproxy = self.run(Tinyproxy(USER, PASSWORD))

    def rows(self):
        return [("tinyproxy, Basic", self.right)]

    def right(self, cell):
        check(self.tinyproxy.answer_to_connect(cell.family, cell.ssm) == 407, "tinyproxy lets everybody through")
        log = Log(self.tinyproxy)
        cell.start(cell.through(self.tinyproxy.port, user=USER, password=PASSWORD))
        outcome = cell.whole_life()
        log.expect(f"CONNECT {cell.ssm}")
        log.expect("Established connection to host")
        return outcome, "tinyproxy logs the tunnel, and refuses one without credentials"


class Interception(Bench):
    needs = (Mitmdump,)

    def open(self):
        self.mitmdumps = {family: self.run(Mitmdump(self.lab_authority, family)) for family in (4, 6)}

    def rows(self):
        return [("mitmproxy, its CA unknown", self.refused), ("mitmproxy, its CA put into trust.d later", self.healed)]

    def intercept(self, cell):
        """The daemon starts and is refused: the certificate that it sees is not SSM's."""
        cell.start(cell.through(self.mitmdumps[cell.family].port))
        return cell.refused("tls", "tls_unknown_issuer", "mitmproxy", "trust.d")

    def refused(self, cell):
        return self.intercept(cell)

    def healed(self, cell):
        mitmdump = self.mitmdumps[cell.family]
        failure, _ = self.intercept(cell)
        log = Log(mitmdump)
        (cell.agent.dir / "trust.d" / "interception.pem").write_text(mitmdump.certificate.read_text())
        outcome = cell.heal_registration()
        log.expect("POST https://" + cell.ssm.replace("[", "").replace("]", ""))  # as mitmproxy writes addresses
        log.expect("<< 200 OK")
        return f"{failure}; {outcome}", "mitmproxy logs the POST"


class NginxGateway(Bench):
    needs = (Nginx,)

    def open(self):
        self.authority = self.stack.enter_context(Authority("Gateway Test CA"))
        ssm = self.lab.urls[0].split("//")[1].split("/")[0]
        self.nginx = self.run(Nginx(self.authority, ssm, self.lab_authority))

    def rows(self):
        return [("nginx as TLS gateway", self.gateway)]

    def gateway(self, cell):
        trusted = cell.agent.dir / "trust.d"
        (trusted / "tls-ca.pem").unlink()  # of SSM itself: the agent sees the gateway's certificate alone
        (trusted / "gateway.pem").write_text(self.authority.certificate.read_text())
        log = Log(self.nginx)
        cell.start(cell.gateway(cell.url_at(authority(cell.family, self.nginx.port))))
        outcome = cell.whole_life()
        log.expect(f"client={cell.address}", "POST /", "status=200")
        return outcome, "nginx logs the POST"


class HttpsProxy(Bench):
    needs = (Haproxy, Squid)

    def open(self):
        self.authority = self.stack.enter_context(Authority("Proxy Test CA"))
        self.squid = self.run(Squid("basic", USER, PASSWORD))
        self.haproxy = self.run(Haproxy(self.authority, self.squid.port))

    def rows(self):
        return [("HTTPS proxy (haproxy and squid, Basic)", self.known), ("HTTPS proxy, its CA unknown", self.unknown)]

    def options(self, **more):
        return {"user": USER, "password": PASSWORD, "scheme": "https", **more}

    def known(self, cell):
        front, behind = Log(self.haproxy), Log(self.squid)
        cell.start(cell.through(self.haproxy.port, **self.options(authority=self.authority.certificate)))
        outcome = cell.whole_life()
        cell.agent.stop_daemon()
        front.expect(f"client={cell.address}", "tls=TLS")
        behind.expect("method=CONNECT", f"target={cell.ssm}", "status=200", f"user={USER}")
        return outcome, f"haproxy logs the TLS connection, squid the tunnel and the user '{USER}'"

    def unknown(self, cell):
        cell.start(cell.through(self.haproxy.port, **self.options()))
        return cell.refused("proxy", "proxy_tls", authority(cell.family, self.haproxy.port), "Proxy Test CA")


# In the order of the table.
BENCHES = [Gateway, OpenSquid, SquidBasic, SquidDigest, DenyingSquid, DyingSquid, TinyproxyBasic, Interception, NginxGateway,
           HttpsProxy]
