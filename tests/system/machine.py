"""A booted systemd on this machine's own /usr (read-only), with a fresh everything else and no network but loopback.

Needs root, systemd-nspawn and a systemd on the machine: why_not() says what is missing.

    machine = Machine.with_installed(build)      # what `cmake --install` puts there, seen in /usr and /etc
    machine = Machine(["--bind-ro=/some/where"])  # nothing of ours in it; further options of systemd-nspawn
    machine.run("systemctl", "start", "smart-agentd")
    machine.close()
"""

import functools
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time


BOOT_SECONDS = 90  # on a machine that does much else
# What a booted container needs of the kernel, tried on this machine in namespaces that end with the trial.
TRIAL = ("mount -t tmpfs tmpfs /tmp && mkdir /tmp/upper /tmp/work /tmp/root && "
         "mount -t overlay overlay -o lowerdir=/usr,upperdir=/tmp/upper,workdir=/tmp/work /tmp/root")


@functools.cache
def why_not():
    if os.geteuid() != 0:
        return "not root"
    for program in ("systemd-nspawn", "nsenter"):
        if not shutil.which(program):
            return f"{program} is not installed (package systemd-container)"
    if not pathlib.Path("/lib/systemd/systemd").exists():
        return "no systemd on this machine (package systemd-sysv)"
    tried = subprocess.run(["unshare", "--mount", "--pid", "--net", "--uts", "--ipc", "--fork", "sh", "-c", TRIAL],
                           capture_output=True, text=True)
    if tried.returncode != 0:
        return "namespaces and overlay mounts are not allowed here: " + " ".join(tried.stderr.split())
    return None


def own_cgroups():
    """Where this process is in the hierarchies that systemd keeps: of cgroup v2, of v1's name=systemd, or of both."""
    inside = {}
    for line in pathlib.Path("/proc/self/cgroup").read_text().splitlines():
        _, kind, path = line.split(":", 2)
        inside[kind] = path.lstrip("/")
    found = []
    for line in pathlib.Path("/proc/self/mounts").read_text().splitlines():
        _, place, form, options = line.split()[:4]
        kind = "" if form == "cgroup2" else "name=systemd" if form == "cgroup" and "name=systemd" in options.split(",") else None
        if kind in inside:
            found.append(pathlib.Path(place) / inside[kind])
    return [place for place in found if os.access(place / "cgroup.procs", os.W_OK)]


def remove_cgroup(place):
    """With all below it; what a process still is in stays."""
    for folder, _, _ in os.walk(place, topdown=False):
        try:
            os.rmdir(folder)
        except OSError:
            pass


def new_folder():
    return pathlib.Path(tempfile.mkdtemp(prefix="smart-agent-nspawn-"))


class Machine:
    """A booted container, entered by its leader's process id."""

    def __init__(self, options=(), folder=None):
        """Boots. `folder` (by default a new one) holds what the container needs and goes with it."""
        self.dir = folder or new_folder()
        self.installed = []
        # Whatever else is installed here stays off: an empty /etc would enable it all by preset.
        presets = self.dir / "presets"
        presets.mkdir()
        (presets / "00-nothing.preset").write_text("disable *\n")
        command = ["systemd-nspawn", "--quiet", "--directory=/", "--volatile=yes", "--register=no", "--keep-unit",
                   "--console=pipe", "--private-network", *options,
                   f"--bind-ro={presets}:/etc/systemd/system-preset",
                   "--setenv=SYSTEMD_FIRSTBOOT=0", "--boot"]
        self.log = open(self.dir / "boot.log", "wb")
        # A cgroup of its own: with --keep-unit nspawn works in that of its caller, and two machines would share it.
        self.cgroups = [place / self.dir.name for place in own_cgroups()]
        for place in self.cgroups:
            place.mkdir()
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
                                        start_new_session=True, preexec_fn=self.enter_cgroups)
        try:
            self.leader = self.wait(self.find_leader, "the container's systemd", BOOT_SECONDS)
            self.wait(self.has_booted, "the container to boot", BOOT_SECONDS)
        except BaseException:
            self.close()
            raise

    @classmethod
    def with_installed(cls, build, options=()):
        """With what `cmake --install` of `build` puts there; the build itself is seen as /run/build."""
        folder = new_folder()
        stage = folder / "stage"
        subprocess.run(["cmake", "--install", build, "--prefix", "/usr"], check=True, capture_output=True,
                       env={**os.environ, "DESTDIR": str(stage)})
        machine = cls([f"--overlay-ro=/usr:{stage}/usr:/usr", f"--bind={stage}/etc/smart-agent:/etc/smart-agent",
                       f"--bind-ro={build}:/run/build", *options], folder)
        machine.installed = sorted(str(path.relative_to(stage)) for path in stage.rglob("*") if path.is_file())
        return machine

    def enter_cgroups(self):
        for place in self.cgroups:
            (place / "cgroup.procs").write_text("0")

    def has_booted(self):
        return self.run("systemctl", "is-system-running", check=False).stdout.strip() in ("running", "degraded")

    def find_leader(self):
        children = subprocess.run(["ps", "-o", "pid=,comm=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        for line in children.stdout.splitlines():
            pid, name = line.split(None, 1)
            if name == "systemd":
                return int(pid)
        return None

    def wait(self, condition, what, seconds=30):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError("the container ended: " + (self.dir / "boot.log").read_text(errors="replace"))
            result = condition()
            if result:
                return result
            time.sleep(0.1)
        raise AssertionError(f"waited {seconds} s in vain for {what}")

    def inside(self, *command):
        """The command line that runs `command` in the container, for a caller's own subprocess."""
        return ["nsenter", "-t", str(self.leader), "-a", *map(str, command)]

    def run(self, *command, check=True):
        done = subprocess.run(self.inside(*command), capture_output=True, text=True, timeout=60)
        if check and done.returncode != 0:
            journal = subprocess.run(self.inside("journalctl", "-u", "smart-agentd", "--no-pager"), capture_output=True, text=True)
            raise AssertionError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}\n{journal.stdout[-3000:]}")
        return done

    def shell(self, script, check=True):
        return self.run("sh", "-c", script, check=check)

    def close(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.log.close()
        for place in self.cgroups:
            remove_cgroup(place)
        shutil.rmtree(self.dir, ignore_errors=True)
