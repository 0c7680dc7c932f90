"""tinyproxy with Basic credentials."""

from proxies.program import LOOPBACK, Program


class Tinyproxy(Program):
    name = "tinyproxy"
    executable = "tinyproxy"

    def __init__(self, user, password):
        super().__init__()
        self.login, self.password = user, password

    def configure(self):
        (self.dir / "tinyproxy.conf").write_text("\n".join([
            f"Port {self.port}",
            *(f"Listen {address}" for address in LOOPBACK.values()),
            "Timeout 60",
            f'LogFile "{self.dir}/access.log"',
            "LogLevel Connect",
            f"BasicAuth {self.login} {self.password}", ""]))

    def command(self):
        return [self.path, "-d", "-c", self.dir / "tinyproxy.conf"]

    def access_log(self):
        return self.read("access.log").splitlines()
