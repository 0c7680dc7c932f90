"""Wall time of a registration beside one curl POST of the same size to the same server, in turns.

usage: registration.py BUILD [ROUNDS]

The agent's time runs from the moment its new key lies in the key store to the answer of `POST /v1/registration?wait`:
request, TLS, exchange, commit; the signature of the CSR, made before the key is stored, is added as one RSA-2048
signature by `openssl speed`. The making of the key is shown apart. curl posts a registration that is just as good, made
here with openssl's command line, so that the server has the same work; its time is curl's own `time_total` (without the
start of the process), and the whole process is shown beside it.
"""

import base64
import http.client
import json
import pathlib
import random
import re
import socket
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
import lab_rig  # noqa: E402

TAG = "regid.example.com.cisco.UCCX,12.5_bench"


def run(*command, **options):
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, **options).stdout


def signature_seconds():
    """One RSA-2048 signature on this machine."""
    row = re.search(r"rsa 2048 bits\s+([0-9.]+)s", run("openssl", "speed", "-seconds", "1", "rsa2048", text=True))
    return float(row.group(1))


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def registration(folder, number, token, now_ms):
    """A signed REGISTRATION request as the wire profile describes it, of a machine of its own."""
    key, csr = folder / f"{number}.key", folder / f"{number}.csr"
    run("openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-subj", "/CN=UCCX",
        "-outform", "DER", "-out", csr)
    nonce = str(random.randrange(1, 2**63))
    sudi = {"suvi": None, "uuid": None, "host_identifier": "bench", "mac_address": None, "udi_pid": "UCCX",
            "udi_serial_number": f"bench{number:08d}", "udi_vid": None}
    data = {"sudi": sudi, "timestamp": now_ms, "nonce": nonce, "software_tag_identifier": TAG, "id_token": token,
            "force": True, "csr": base64.b64encode(csr.read_bytes()).decode(), "hostname": "bench",
            "product_instance_name": "bench", "product_instance_identifier": None}
    header = {"version": "1.1", "locale": "en_US.UTF-8", "sudi": sudi, "timestamp": 0, "nonce": nonce,
              "request_type": "REGISTRATION", "agent_actions": None, "connect_info": None,
              "product_instance_identifier": None, "id_cert_serial_number": None, "signing_cert_serial_number": None}
    request = compact({"header": header, "nonce": nonce, "request_data": compact(data)})
    signature = run("openssl", "dgst", "-sha256", "-sign", key, input=request.encode())
    body = compact({"signature": {"type": "SHA-256", "value": base64.b64encode(signature).decode()},
                    "credential": None, "request": request})
    path = folder / f"{number}.json"
    path.write_text(body)
    return path


def curl(rig, body):
    """Seconds by curl's own clock, and of the whole process."""
    answer = body.with_suffix(".answer")
    began = time.perf_counter()
    own = run("curl", "-sS", "--noproxy", "*", "--cacert", rig.ssm_dir / "tls-ca.pem",
              "-H", "Content-Type: application/json; charset=utf-8", "-H", "Expect:", "--data-binary", f"@{body}",
              "-o", answer, "-w", "%{http_code} %{time_total}", rig.url, text=True).split()
    whole = time.perf_counter() - began
    reply = json.loads(json.loads(answer.read_text())["response"])
    if own[0] != "200" or reply["status_code"] != "OK":
        raise SystemExit(f"the server refused curl's registration: {own[0]} {reply.get('status_message')}")
    return float(own[1]), whole


class Unix(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=60)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(self.path)


def register(rig, token):
    """Seconds from the stored key to the answer, and from the request to the stored key."""
    keys = rig.state / "keys"
    before = set(keys.iterdir()) if keys.exists() else set()
    connection = Unix(rig.socket)
    connection.connect()
    began = time.time()
    connection.request("POST", "/v1/registration?wait=true", json.dumps({"token": token, "force": True}))
    answer = connection.getresponse()
    text = answer.read()
    ended = time.time()
    if answer.status != 200:
        raise SystemExit(f"the agent could not register: {text.decode()}")
    new = [path for path in keys.iterdir() if path not in before and path.name.startswith("id-")]
    stored = min(path.stat().st_mtime_ns for path in new) / 1e9
    return ended - stored, stored - began


def settle(rig):
    """The authorization that follows a registration belongs to no figure."""
    time.sleep(0.05)
    rig.ctl("status")


def row(name, values):
    values = sorted(value * 1000 for value in values)
    print(f"{name:46} {statistics.median(values):9.2f} {values[0]:9.2f} {values[-1]:9.2f}")


def main():
    build = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 51
    sign = signature_seconds()
    agent, keys, own, whole = [], [], [], []
    with lab_rig.Rig(build) as rig:
        rig.start_lab()
        rig.start_daemon()
        token = rig.token()
        folder = rig.dir / "bench"
        folder.mkdir()
        now = int(lab_rig.datetime.datetime.fromisoformat(rig.clock.replace("Z", "+00:00")).timestamp() * 1000)
        bodies = [registration(folder, number, token, now) for number in range(rounds)]
        for body in bodies:
            took, made = register(rig, token)
            agent.append(took + sign)
            keys.append(made)
            settle(rig)
            seconds, process = curl(rig, body)
            own.append(seconds)
            whole.append(process)
        size = bodies[0].stat().st_size
    print(f"{'milliseconds, ' + str(rounds) + ' rounds, ' + str(size) + ' bytes':46} {'median':>9} {'min':>9} {'max':>9}")
    row("registration without making the key", agent)
    row("making the key (apart)", keys)
    row("curl POST, its own clock", own)
    row("curl POST, whole process", whole)
    ratio = statistics.median(agent) / statistics.median(own)
    print(f"ratio to curl's own clock {ratio:.2f}; to the whole process "
          f"{statistics.median(agent) / statistics.median(whole):.2f}")


if __name__ == "__main__":
    main()
