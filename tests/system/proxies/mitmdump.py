"""mitmproxy: a proxy that opens the TLS connection and shows a certificate of its own authority instead of the server's."""

from proxies.program import LOOPBACK, Program


class Mitmdump(Program):
    name = "mitmproxy"
    executable = "mitmdump"

    def __init__(self, upstream_authority, family):
        """`upstream_authority`: the PEM file of the authority that it trusts on the other side. It listens on one address
        or on all of the machine, so one serves one family."""
        super().__init__()
        self.families = (family,)
        self.upstream_authority = upstream_authority

    def configure(self):
        pass  # all on the command line; it makes its authority at the first start

    def command(self):
        return [self.path, "--listen-host", LOOPBACK[self.families[0]], "--listen-port", self.port, "--set", f"confdir={self.dir}",
                "--set", f"ssl_verify_upstream_trusted_ca={self.upstream_authority}", "--set", "flow_detail=1",
                "--set", "termlog_verbosity=info"]

    @property
    def certificate(self):
        return self.dir / "mitmproxy-ca-cert.pem"

    def access_log(self):
        return self.read("output.log").splitlines()
