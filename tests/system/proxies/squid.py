"""squid: without credentials, with Basic, with Digest, or refusing every CONNECT."""

import hashlib
import pathlib
import subprocess

from proxies.program import LOOPBACK, Program, authority

HELPERS = pathlib.Path("/usr/lib/squid")
REALM = "matrix"


class Squid(Program):
    name = "squid"
    executable = "squid"
    user = "proxy"
    patience_seconds = 0.1  # it takes seconds to say goodbye

    def __init__(self, scheme=None, user=None, password=None, denies=False):
        """`scheme` is None, "basic" or "digest"; `denies`: every CONNECT is answered with 403."""
        super().__init__()
        self.scheme, self.login, self.password, self.denies = scheme, user, password, denies

    def configure(self):
        (self.dir / "squid.conf").write_text("\n".join([
            *(f"http_port {authority(family, self.port)}" for family in LOOPBACK),
            "pid_filename none",
            "cache deny all",
            "cache_mem 1 MB",
            "shutdown_lifetime 0 seconds",
            "visible_hostname localhost",
            "pinger_enable off",
            "netdb_filename none",
            "dns_nameservers 127.0.0.1",  # addresses alone come here; no name is ever asked for
            f"coredump_dir {self.dir}",
            f"cache_log {self.dir}/cache.log",
            "logformat matrix client=%>a method=%rm target=%ru status=%>Hs user=%un",
            f"access_log stdio:{self.dir}/access.log logformat=matrix",
            *self.access_rules(), ""]))

    def access_rules(self):
        if self.denies:
            return ["http_access deny all"]
        if not self.scheme:
            return ["http_access allow all"]
        return [*getattr(self, self.scheme)(), f"auth_param {self.scheme} realm {REALM}", f"auth_param {self.scheme} children 1",
                "acl known proxy_auth REQUIRED", "http_access allow known", "http_access deny all"]

    def basic(self):
        hashed = subprocess.run(["openssl", "passwd", "-apr1", "-stdin"], input=self.password, capture_output=True, text=True,
                                check=True, timeout=10).stdout.strip()
        (self.dir / "passwords").write_text(f"{self.login}:{hashed}\n")
        return [f"auth_param basic program {HELPERS}/basic_ncsa_auth {self.dir}/passwords"]

    def digest(self):
        hashed = hashlib.md5(f"{self.login}:{REALM}:{self.password}".encode()).hexdigest()
        (self.dir / "passwords").write_text(f"{self.login}:{REALM}:{hashed}\n")
        return [f"auth_param digest program {HELPERS}/digest_file_auth -c {self.dir}/passwords"]

    def command(self):
        return [self.path, "-N", "-f", self.dir / "squid.conf"]

    def access_log(self):
        return self.read("access.log").splitlines()
