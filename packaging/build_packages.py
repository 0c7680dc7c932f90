"""Builds the Debian packages of this tree into build/package (scripts/dev package).

The tree is copied to a temporary directory with packaging/debian as debian/, and built there by dpkg-buildpackage. With
--twice it is built a second time under another path, umask, time zone and language, and the packages must be the same to
the last byte. With --packs DIR nothing is compiled: the programs of that build directory are
packed, which is enough for tests of what the packages do.
"""

import argparse
import filecmp
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEBIAN = ROOT / "packaging" / "debian"


def tracked_files():
    """Relative paths of what git does not ignore; without git everything but builds."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        # A checkout of another owner is still the tree to be built.
        listed = subprocess.run(["git", "-c", f"safe.directory={ROOT}", "-C", ROOT, "ls-files", "-z", "--cached", "--others",
                                 "--exclude-standard"], check=True,
                                capture_output=True, text=True).stdout
        return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    files = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [str(path) for path in files if path.parts[0] not in ("build", ".git") and "__pycache__" not in path.parts]


def changelog_field(name):
    return subprocess.run(["dpkg-parsechangelog", "-l", DEBIAN / "changelog", "-S", name], check=True, capture_output=True,
                          text=True).stdout.strip()


def export(target):
    """Copies the tree; every file is as old as the newest entry of the changelog."""
    moment = int(changelog_field("Timestamp"))
    for name in tracked_files():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, place)
        os.utime(place, (moment, moment))
    shutil.copytree(target / "packaging" / "debian", target / "debian")


def build(place, environment, umask=0o022):
    """Builds below `place`; the packages lie in it afterwards."""
    tree = place / "smart-agent"
    tree.mkdir()
    export(tree)
    log = place / "build.log"
    begun = time.monotonic()
    with open(log, "wb") as output:
        done = subprocess.run(["dpkg-buildpackage", "-b", "-us", "-uc", f"-j{os.cpu_count()}"], cwd=tree,
                              env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
                              stdout=output, stderr=output, preexec_fn=lambda: os.umask(umask))
    if done.returncode != 0:
        kept = ROOT / "build" / "package.log"
        kept.parent.mkdir(exist_ok=True)
        shutil.copy(log, kept)
        lines = kept.read_text(errors="replace").splitlines()
        sys.exit("\n".join(lines[-30:]) + f"\nerror: the package build failed, see above; the whole output is in {kept}")
    print(f"built in {time.monotonic() - begun:.0f} s", file=sys.stderr)


def packages_in(place):
    return sorted(path for path in place.iterdir() if path.suffix in (".deb", ".ddeb"))


def replace_packages(out, built):
    """Puts what was built into `out`; what an earlier build left there goes, and nothing else."""
    out.mkdir(parents=True, exist_ok=True)
    for kind in ("deb", "ddeb", "changes", "buildinfo"):
        for path in out.glob(f"smart-agent*.{kind}"):
            path.unlink()
    for path in built.iterdir():
        if path.is_file():
            shutil.copy(path, out)


def build_and_compare(first, options):
    """Exits if a second build differs from what lies in `first`."""
    with tempfile.TemporaryDirectory(prefix="smart-agent-package-the-second-time-") as second:
        second = pathlib.Path(second)
        build(second, {**options, "TZ": "Pacific/Chatham", "LC_ALL": "C", "LANGUAGE": "de"}, umask=0o077)
        names = [path.name for path in packages_in(first)]
        same, different, missing = filecmp.cmpfiles(first, second, names, shallow=False)
        if different or missing or names != [path.name for path in packages_in(second)]:
            replace_packages(ROOT / "build" / "package-first", first)
            replace_packages(ROOT / "build" / "package-second", second)
            sys.exit(f"error: the second build differs: {different + missing}; both are kept, in build/package-first and "
                     "build/package-second")
        print(f"built twice, the same bytes: {', '.join(same)}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build" / "package", help="where the packages go")
    parser.add_argument("--twice", action="store_true", help="build a second time elsewhere and compare the bytes")
    parser.add_argument("--packs", type=pathlib.Path, metavar="DIR", help="pack the programs of this build directory")
    parser.add_argument("--no-symbols", action="store_true", help="no packages with debug symbols")
    arguments = parser.parse_args()
    options = {}
    if arguments.packs:
        options["SMART_AGENT_BUILT"] = str(arguments.packs.resolve())
    if arguments.packs or arguments.no_symbols:
        options["DEB_BUILD_OPTIONS"] = "noautodbgsym"
    with tempfile.TemporaryDirectory(prefix="smart-agent-package-") as first:
        first = pathlib.Path(first)
        build(first, options)
        if arguments.twice:
            build_and_compare(first, options)
        replace_packages(arguments.out, first)
    for path in packages_in(arguments.out):
        print(path)


if __name__ == "__main__":
    main()
