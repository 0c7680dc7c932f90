"""TLS server certificates, good and bad, made by the openssl command line: what a server that is set up wrongly shows.

One small authority is trusted (its certificate goes into trust.d), another is not. Everything is made on first use and kept
in one directory. Loopback names only; worth nothing outside a test.
"""

import datetime
import pathlib
import subprocess

GOOD_NAMES = "DNS:localhost,DNS:ssm.relay.test,IP:127.0.0.1,IP:::1"
SERVER = "basicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\n"
AUTHORITY = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n"
LONG = (datetime.timedelta(days=-3650), datetime.timedelta(days=3650))

OPENSSL_CONFIG = """
[ca]
default_ca = lab
[lab]
database = {dir}/index.txt
rand_serial = yes
new_certs_dir = {dir}
default_md = sha256
policy = any
unique_subject = no
email_in_dn = no
[any]
organizationName = optional
commonName = supplied
[req]
distinguished_name = name
prompt = no
[name]
CN = unused
"""

# name -> what differs from a good server certificate. "chain" are the authorities that the server sends along.
SERVERS = {
    "good": {},
    "san_dns": {"names": "DNS:localhost"},
    "san_ip": {"names": "IP:127.0.0.1"},
    "cn_name": {"names": None, "subject": "localhost"},
    "cn_address": {"names": None, "subject": "127.0.0.1"},
    "expired": {"dates": (datetime.timedelta(days=-400), datetime.timedelta(days=-35))},
    "hours_early": {"dates": (datetime.timedelta(hours=3), datetime.timedelta(days=365))},
    "days_early": {"dates": (datetime.timedelta(days=10), datetime.timedelta(days=365))},
    "wrong_host": {"names": "DNS:ssm.example.test,IP:192.0.2.7", "subject": "ssm.example.test"},
    "wrong_cn": {"names": None, "subject": "ssm.example.test"},
    "unknown_ca": {"issuer": "unknown"},
    "impostor_ca": {"issuer": "impostor"},
    "self_signed": {"issuer": None},
    "weak_key": {"key": "rsa:1024"},
    "weak_digest": {"digest": "sha1"},
    "ca_without_flag": {"issuer": "flagless", "chain": ["flagless"]},
    "missing_intermediate": {"issuer": "intermediate"},
    "with_intermediate": {"issuer": "intermediate", "chain": ["intermediate"]},
    "expired_intermediate": {"issuer": "stale", "chain": ["stale"]},
    "wrong_purpose": {"extensions": "basicConstraints=critical,CA:FALSE\nextendedKeyUsage=clientAuth\n"},
}

AUTHORITIES = {
    "trusted": {"subject": "Relay Lab Trusted CA"},
    "unknown": {"subject": "Relay Lab Unknown CA"},
    "impostor": {"subject": "Relay Lab Trusted CA"},  # the name of the trusted one, with another key
    "intermediate": {"subject": "Relay Lab Intermediate CA", "issuer": "trusted"},
    "flagless": {"subject": "Relay Lab CA without the CA flag", "issuer": "trusted", "extensions": SERVER},
    "stale": {"subject": "Relay Lab Stale CA", "issuer": "trusted",
              "dates": (datetime.timedelta(days=-400), datetime.timedelta(days=-35))},
}


class Certificates:
    """Makes and keeps the certificates. A server's file holds its chain and its key, as ssl.load_cert_chain wants them."""

    def __init__(self, directory):
        self.dir = pathlib.Path(directory)
        self.dir.mkdir(parents=True, exist_ok=True)
        self.config = self.dir / "openssl.cnf"
        self.config.write_text(OPENSSL_CONFIG.format(dir=self.dir))
        (self.dir / "index.txt").touch()

    @property
    def trusted_ca(self):
        return self.authority("trusted")

    def authority(self, name):
        """The certificate of an authority (PEM file); its key lies beside it."""
        certificate = self.dir / f"ca-{name}.pem"
        if not certificate.exists():
            self.make(certificate, **{"extensions": AUTHORITY, "issuer": None, **AUTHORITIES[name]})
        return certificate

    def server(self, name):
        file = self.dir / f"server-{name}.both.pem"
        if not file.exists():
            order = {"extensions": SERVER, "issuer": "trusted", "subject": "localhost", "names": GOOD_NAMES, **SERVERS[name]}
            chain = order.pop("chain", [])
            names = order.pop("names")
            order["extensions"] += f"subjectAltName={names}\n" if names else ""
            certificate = self.dir / f"server-{name}.pem"
            self.make(certificate, **order)
            parts = [certificate, *map(self.authority, chain), certificate.with_suffix(".key")]
            file.write_text("".join(part.read_text() for part in parts))
        return file

    def make(self, certificate, subject, issuer, extensions, dates=LONG, key="ec", digest="sha256"):
        key_file = certificate.with_suffix(".key")
        request = certificate.with_suffix(".csr")
        added = certificate.with_suffix(".ext")
        added.write_text(extensions)
        kind = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"] if key == "ec" else [key]
        self.openssl("req", "-new", "-newkey", *kind, "-nodes", "-config", self.config, "-subj", f"/O=Relay Lab/CN={subject}",
                     "-keyout", key_file, "-out", request)
        signer = (["-selfsign", "-keyfile", key_file] if issuer is None else
                  ["-cert", self.authority(issuer), "-keyfile", self.authority(issuer).with_suffix(".key")])
        self.openssl("ca", "-batch", "-config", self.config, "-in", request, "-out", certificate, "-notext", "-md", digest,
                     "-extfile", added, *signer, "-preserveDN",
                     "-startdate", utc(dates[0]), "-enddate", utc(dates[1]))

    def openssl(self, *arguments):
        done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise RuntimeError(f"openssl {' '.join(map(str, arguments))}: {done.stderr}")


def utc(from_now):
    moment = datetime.datetime.now(datetime.timezone.utc) + from_now
    return moment.strftime("%Y%m%d%H%M%SZ")
