"""A booted systemd on a throw-away copy of this machine, in which packages can be installed, and packages to install there.

The machine's own root lies below an overlay in memory: dpkg, its database and everything that is installed are there, and what
is done in the container goes with it.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import machine

SOURCES = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = "/run/packages"  # where the packages lie in the container
# What dpkg and systemd write for themselves when packages come and go.
OTHERS = ("etc/.pwd.lock", "etc/group-", "etc/gshadow-", "etc/passwd-", "etc/shadow-", "etc/machine-id", "var/cache/", "var/lib/dpkg/",
          "var/lib/systemd/", "var/log/", "var/tmp/", "root/")


def why_not():
    for program in ("dpkg-deb", "dpkg-buildpackage", "dh", "lintian"):
        if not shutil.which(program):
            return f"{program} is not installed (packages debhelper, dpkg-dev, lintian)"
    return machine.why_not()


def build_packages(build, folder):
    """The packages of the programs in `build`, as .deb and .changes in `folder`."""
    subprocess.run([sys.executable, "-B", SOURCES / "packaging" / "build_packages.py", "--packs", build, "--out", folder],
                   check=True, stdout=subprocess.DEVNULL)
    return {path.name.split("_")[0]: path for path in folder.glob("*.deb")}


def with_version(package, version, change=lambda tree: None):
    """The same package as another version, beside it; `change` may alter the unpacked tree."""
    made = package.with_name(f"{package.name.split('_')[0]}_{version}_{package.name.split('_')[2]}")
    with tempfile.TemporaryDirectory(prefix="smart-agent-repack-") as folder:
        tree = pathlib.Path(folder) / "tree"
        subprocess.run(["dpkg-deb", "--raw-extract", package, tree], check=True)
        control = tree / "DEBIAN" / "control"
        lines = [f"Version: {version}" if line.startswith("Version:") else line for line in control.read_text().splitlines()]
        control.write_text("\n".join(lines) + "\n")
        change(tree)
        subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, made], check=True, stdout=subprocess.DEVNULL)
    return made


class PackageMachine(machine.Machine):
    """`packages` is the folder that the container sees as PACKAGES; `options` are further ones of systemd-nspawn."""

    def __init__(self, packages, options=()):
        self.overlay = pathlib.Path(tempfile.mkdtemp(prefix="smart-agent-overlay-"))
        try:
            subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", self.overlay], check=True)
            for name in ("upper", "work", "root"):
                (self.overlay / name).mkdir()
            layers = f"lowerdir=/,upperdir={self.overlay}/upper,workdir={self.overlay}/work"
            subprocess.run(["mount", "-t", "overlay", "overlay", "-o", layers, self.overlay / "root"], check=True)
            # Nothing of this machine is enabled there, and nothing forbids a package to start what it brings.
            (self.overlay / "root/usr/sbin/policy-rc.d").unlink(missing_ok=True)
            (self.overlay / "root/var/lib/man-db/auto-update").unlink(missing_ok=True)  # an index of all pages, at every change
            super().__init__([f"--directory={self.overlay}/root", "--volatile=no", "--tmpfs=/etc/systemd/system",
                              f"--bind-ro={packages}:{PACKAGES}", *options])
            self.run("umount", "/etc/systemd/system-preset")  # which forbids to enable anything
        except BaseException:
            self.unmount()
            raise

    def close(self):
        super().close()
        self.unmount()

    def unmount(self):
        for place in (self.overlay / "root", self.overlay):
            if os.path.ismount(place):
                subprocess.run(["umount", place], check=True)
        if self.overlay.exists():
            self.overlay.rmdir()

    def dpkg(self, *arguments, check=True):
        """What dpkg did, its whole output in `stdout`."""
        return self.shell("DEBIAN_FRONTEND=noninteractive dpkg --force-confdef,confold " + " ".join(map(str, arguments)) + " 2>&1",
                          check=check)

    def install(self, package, check=True):
        return self.dpkg("--install", f"{PACKAGES}/{package.name}", check=check)

    def added_files(self):
        """What is there and is not on the machine below, but for what dpkg and systemd keep for themselves."""
        upper = self.overlay / "upper"
        added = set()
        for path in upper.rglob("*"):
            name = str(path.relative_to(upper))
            if not name.startswith(OTHERS) and not os.path.lexists(pathlib.Path("/") / name):
                added.add(name)
        return added
