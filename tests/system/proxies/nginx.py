"""nginx as the TLS transport gateway of a site: its own certificate towards the agent, the SSM behind it."""

from proxies.program import LOOPBACK, Program, authority


class Nginx(Program):
    name = "nginx"
    executable = "nginx"

    def __init__(self, certificates, ssm, ssm_authority):
        """`ssm`: host and port of the SSM behind it, whose certificate `ssm_authority` (PEM) vouches for."""
        super().__init__()
        self.certificates, self.ssm, self.ssm_authority = certificates, ssm, ssm_authority

    def configure(self):
        places = "".join(f"  {kind}_temp_path {self.dir}/{kind};\n"
                         for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        listens = "".join(f"    listen {authority(family, self.port)} ssl;\n" for family in LOOPBACK)
        (self.dir / "nginx.conf").write_text(f"""
daemon off;
master_process off;
pid {self.dir}/nginx.pid;
error_log {self.dir}/error.log;
events {{ worker_connections 64; }}
http {{
{places}  log_format matrix 'client=$remote_addr request="$request" status=$status';
  access_log {self.dir}/access.log matrix;
  client_max_body_size 1m;
  server {{
{listens}    ssl_certificate {self.certificates.server_certificate};
    ssl_certificate_key {self.certificates.server_key};
    ssl_protocols TLSv1.2 TLSv1.3;
    location / {{
      proxy_pass https://{self.ssm};
      proxy_http_version 1.1;
      proxy_ssl_verify on;
      proxy_ssl_name localhost;
      proxy_ssl_trusted_certificate {self.ssm_authority};
    }}
  }}
}}
""")

    def command(self):
        return [self.path, "-p", self.dir, "-e", self.dir / "error.log", "-c", self.dir / "nginx.conf"]

    def access_log(self):
        return self.read("access.log").splitlines()
