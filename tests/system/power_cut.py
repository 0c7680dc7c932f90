"""Power cuts in the middle of an operation: both programs as they were just before it, again and again; the daemon dies at one
commit of it; it is started again; what is there then is judged."""

import http.client
import pathlib
import re
import shutil
import sqlite3
import tempfile

import lab_rig

SIDES = ("before", "after", "effect")
COMMIT = re.compile(r"\blab_commit\b.*\bnumber=\"?(\d+)\"?.*\bwhat=(.*)$", re.MULTILINE)


class Rig(lab_rig.Rig):
    """A rig whose daemon counts its commits and can be told at which to die."""

    def __init__(self, build, first_mode=None, **options):
        super().__init__(build, **options)
        self.first_mode = first_mode

    def write_config(self, *arguments, **named):
        super().write_config(*arguments, **named)
        if self.first_mode:
            text = self.config.read_text().replace("[product]\n", f'[product]\nfirst_mode = "{self.first_mode}"\n')
            self.config.write_text(text)

    def start_daemon(self, cut="0"):
        self.log_begins = len(self.log())
        super().start_daemon("--lab-kill-at-commit", cut)
        self.settle()

    def commits(self):
        """What each commit of the running daemon changed, in order."""
        found = COMMIT.findall(self.log()[self.log_begins:])
        assert [int(number) for number, _ in found] == list(range(1, len(found) + 1)), found
        return [what.strip('" ') for _, what in found]

    def is_settled(self):
        try:
            return self.api("GET", "/v1/lab/clock")[1]["settled"]
        except (OSError, http.client.HTTPException):
            return False

    def settle(self):
        lab_rig.wait_for(lambda: self.daemon.poll() is not None or self.is_settled(), "nothing more to do")

    def ask(self, method, path, body=None):
        """Status and answer; None when the power went."""
        try:
            return self.api(method, path, body)
        except (OSError, http.client.HTTPException):
            if self.daemon.poll() is None:
                self.daemon.wait(10)
            return None

    def must(self, method, path, body=None):
        status, answer = self.api(method, path, body)
        if status >= 300:
            raise lab_rig.RigError(f"{method} {path}: {status} {answer}")
        return answer


class Moment:
    """Both state directories as they are just before an operation. `made` is what prepare() gave: tokens, codes."""

    def __init__(self, build, operation):
        self.build, self.operation = build, operation
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="smart-agent-cut-"))
        try:
            self.make()
        except BaseException:
            shutil.rmtree(self.dir, ignore_errors=True)
            raise

    def make(self):
        with Rig(self.build, **self.operation.options) as rig:
            rig.start_lab()
            rig.start_daemon()
            self.made = self.operation.prepare(rig) or {}
            rig.settle()
            self.clock = rig.lab_now().strftime("%Y-%m-%dT%H:%M:%SZ")
            rig.stop_daemon()
            rig.stop_lab()
            for name, source in (("state", rig.state), ("ssm", rig.ssm_dir)):
                shutil.copytree(source, self.dir / name)
        (self.dir / "ssm" / "listen.json").unlink(missing_ok=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.dir, ignore_errors=True)

    def again(self, cut="0"):
        """A rig of its own that stands at this moment, and whose daemon dies at `cut` from now on."""
        rig = Rig(self.build, **self.operation.options)
        try:
            for name, target in (("state", rig.state), ("ssm", rig.ssm_dir)):
                shutil.copytree(self.dir / name, target)
            rig.start_lab()
            self.operation.weather(rig)
            rig.start_daemon(cut)
        except BaseException:
            rig.close()
            raise
        return rig


def outlook(rig):
    """What an operator sees, without what differs from run to run: ids, times, texts."""
    said = rig.must("GET", "/v1/status")
    registration = said["registration"]
    view = {
        "mode": said["licensing_mode"],
        "registration": registration["state"],
        "account": registration["virtual_account"],
        "goodbyes": len(registration["goodbyes"]),
        "authorization": said["authorization"]["state"],
        "entitlements": {row["name"]: (row["status"], row["reported"], row["reserved"]) for row in said["entitlements"]},
        "ooc": said["ooc"]["phase"],
        "enforcement": said["enforcement"]["state"],
        "evaluation": said["evaluation"],
        "license_type": (said["license_type"], said["usage_mode"]),
        "seats": said["seats"],
        "alarms": sorted(alarm["code"] for alarm in said["alarms"]),
        "transport": rig.must("GET", "/v1/transport")["set_by"],
        "privacy": rig.must("GET", "/v1/privacy")["hostname"],
        "control": {name: value for name, value in rig.must("GET", "/v1/license-control").items() if name != "text"},
    }
    status, reservation = rig.api("GET", "/v1/reservation")
    if status == 200:
        view["reservation"] = {name: bool(value) for name, value in reservation.items()}
    return view


def codes_in(answer):
    """The codes that an operator was told."""
    names = ("request_code", "confirmation_code", "return_code")
    return {name: answer[1][name] for name in names if answer and isinstance(answer[1], dict) and answer[1].get(name)}


def disagreement(rig):
    """What the two sides think differently about who is registered; empty = they agree."""
    said = rig.must("GET", "/v1/status")["registration"]
    active = {row["instance"]: row["virtual_account"] for row in rig.admin("GET", "/admin/instances")["instances"]
              if row["state"] == "active"}
    leaving = {row["instance_id"] for row in said["goodbyes"]}
    own = {said["instance_id"]: said["virtual_account"]} if said["instance_id"] else {}
    theirs = {instance: account for instance, account in active.items() if instance not in leaving}
    if said["state"] in ("registered_reserved", "reservation_in_progress"):
        return ""  # the instance is SSM's idea alone
    return "" if own == theirs else f"the agent is {own}, SSM has {theirs}"


def secrets_left(rig):
    """Files of the key store that no section of the state names, or that should be gone."""
    with sqlite3.connect(f"file:{rig.state / 'state.db'}?mode=ro", uri=True) as database:
        named = "".join(json for (json,) in database.execute("SELECT json FROM sections"))
    database.close()
    left = []
    for path in sorted((rig.state / "keys").iterdir()):
        if path.name.endswith(".unfinished") or path.suffix == ".token" or path.name.split(".")[0] not in named:
            left.append(path.name)
    return left


def clone_alarms(rig):
    exchanges = rig.admin("GET", "/admin/exchanges")["exchanges"]
    told = [row for row in exchanges if "clone" in str(row.get("message", "")).lower() + str(row.get("text", "")).lower()]
    return told + [code for code in outlook(rig)["alarms"] if code == "CLONE_SUSPECTED"]
