"""haproxy as the TLS front of a plain HTTP proxy: together a proxy that is reached by https."""

from proxies.program import LOOPBACK, Program, authority


class Haproxy(Program):
    name = "haproxy"
    executable = "haproxy"

    def __init__(self, certificates, behind_port):
        super().__init__()
        self.certificates, self.behind_port = certificates, behind_port

    def configure(self):
        binds = "".join(f"  bind {LOOPBACK[family]}:{self.port} ssl crt {self.certificates.server_both}\n" for family in LOOPBACK)
        (self.dir / "haproxy.cfg").write_text(f"""
global
  log stdout format raw local0
defaults
  mode tcp
  timeout connect 5s
  timeout client 120s
  timeout server 120s
frontend front
{binds}  log global
  log-format "client=%ci tls=%sslv bytes=%U"
  default_backend behind
backend behind
  server proxy {authority(4, self.behind_port)}
""")

    def command(self):
        return [self.path, "-db", "-f", self.dir / "haproxy.cfg"]

    def access_log(self):
        return [line for line in self.read("output.log").splitlines() if line.startswith("client=")]
