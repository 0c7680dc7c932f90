"""A certificate authority of a test, made with the openssl program; and what it issued."""

import pathlib
import shutil
import subprocess
import tempfile

NAMES = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1"
NEW_KEY = ("-newkey", "rsa:2048", "-nodes")


def openssl(directory, *arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], cwd=directory, capture_output=True, text=True, timeout=60,
                          stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise RuntimeError(f"openssl {arguments[0]}: {done.stderr.strip()}")


class Authority:
    """Signs one server certificate for localhost, 127.0.0.1 and ::1. The files go with close()."""

    def __init__(self, name):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="smart-agent-authority-"))
        self.dir.chmod(0o711)
        self.certificate = self.dir / "ca.pem"
        self.server_certificate = self.dir / "server.pem"
        self.server_key = self.dir / "server.key"
        self.server_both = self.dir / "server-and-key.pem"  # certificate and key in one file, as some programs want them
        openssl(self.dir, "req", "-x509", *NEW_KEY, "-keyout", "ca.key", "-out", "ca.pem", "-days", "3650",
                "-subj", f"/CN={name}", "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=keyCertSign")
        openssl(self.dir, "req", *NEW_KEY, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
        (self.dir / "names").write_text(NAMES + "\n")
        openssl(self.dir, "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                "-days", "3650", "-extfile", "names", "-out", "server.pem")
        self.server_both.write_text(self.server_certificate.read_text() + self.server_key.read_text())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        shutil.rmtree(self.dir, ignore_errors=True)
