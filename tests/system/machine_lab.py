"""A lab SSM in a booted machine (machine.py), and the service there configured for it and registered with it."""

import subprocess

LAB = "/run/lab"
BUILT_LAB = "/run/build/tests/lab/ssm-lab"
PACKAGED_LAB = "/usr/bin/ssm-lab"
CONFIG = "/etc/smart-agent/smart-agent.toml"
PRODUCT = """[product]
catalog = "uccx-12.5"
license_type = "flex"
serial = "059d8a992467"
"""
TRANSPORT = """[transport]
route = "gateway"
url = "https://127.0.0.1:8443/SmartTransport"
"""
CONFIGURATION = PRODUCT + TRANSPORT


def write(machine, path, text):
    subprocess.run(machine.inside("tee", path), input=text, text=True, check=True, capture_output=True)


def start(machine, program):
    """As the unit `lab`; its authorities are in the service's folders afterwards."""
    machine.shell(f"systemd-run --quiet --unit=lab {program} --listen 127.0.0.1:8443 --admin 127.0.0.1:8444 --state-dir {LAB}")
    machine.wait(lambda: machine.shell(f"test -e {LAB}/listen.json", check=False).returncode == 0, "ssm-lab")
    machine.shell(f"cp {LAB}/tls-ca.pem /etc/smart-agent/trust.d/ && cp {LAB}/ssm-root.pem /etc/smart-agent/ssm-roots.d/")


def register(machine, program):
    """The running service, by a token of `program`."""
    token = machine.run(program, "demo-token", "--state-dir", LAB).stdout.strip()
    machine.run("smart-agentctl", "register", token)
