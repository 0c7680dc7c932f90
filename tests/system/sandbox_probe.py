"""Tries what the daemon's sandbox refuses, and prints as JSON what was allowed. Run inside, once sandboxed and once not.

Each probe returns whether it got through; an OSError is a refusal. Nothing of the project is used, so that the file can be
copied to where the service may read.
"""

import ctypes
import json
import mmap
import os
import resource
import socket
import stat
import struct
import sys
import time

LIBC = ctypes.CDLL(None, use_errno=True)
STATE = "/var/lib/smart-agent"


def call(name, *arguments):
    if getattr(LIBC, name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), name)
    return True


def syscall(number, *arguments):
    return call("syscall", number, *arguments)


def writes(path):
    with open(path, "w", encoding="ascii"):
        pass
    os.unlink(path)
    return True


def is_writable_mount(path):
    return not os.statvfs(path).f_flag & os.ST_RDONLY


def opens(family, kind):
    socket.socket(family, kind).close()
    return True


def makes_setuid_file():
    path = f"{STATE}/probe-setuid"
    with open(path, "w", encoding="ascii"):
        pass
    try:
        os.chmod(path, 0o4755)
        return bool(os.stat(path).st_mode & stat.S_ISUID)
    finally:
        os.unlink(path)


def gives_away():
    path = f"{STATE}/probe-chown"
    with open(path, "w", encoding="ascii"):
        pass
    try:
        os.chown(path, 65534, -1)
        return True
    finally:
        os.unlink(path)


def in_child(action):
    """For what would change or end this process."""
    pid = os.fork()
    if pid == 0:
        try:
            os._exit(0 if action() else 1)
        except OSError:
            os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def foreign_architecture():
    """getpid by the 32-bit entry, from a page of a file: MemoryDenyWriteExecute minds only pages that are written."""
    path = f"{STATE}/probe-code"
    with open(path, "wb") as code:  # mov eax, 20; int 0x80; ret
        code.write(bytes([0xB8, 20, 0, 0, 0, 0xCD, 0x80, 0xC3]).ljust(4096, b"\x90"))
    try:
        with open(path, "rb") as code:
            page = mmap.mmap(code.fileno(), 4096, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_EXEC)
    finally:
        os.unlink(path)
    LIBC.mmap.restype = ctypes.c_void_p
    begin = next(int(line.split("-")[0], 16) for line in open("/proc/self/maps", encoding="ascii") if "probe-code" in line)
    answer = ctypes.CFUNCTYPE(ctypes.c_int)(begin)()
    page.close()
    return answer > 0


def sees_process_of(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        return file.read().startswith(f"{pid} (")


def field(name):
    return next(line.split()[1] for line in open("/proc/self/status", encoding="ascii") if line.startswith(name + ":"))


def has_writable_umask():
    mask = os.umask(0o077)
    return mask & 0o077 != 0o077


NEW_UTS, NEW_USER = 0x04000000, 0x10000000
GIVEN = json.loads(sys.argv[1])  # what the caller knows of the world outside

PROBES = {
    "write_etc": lambda: writes("/etc/probe"),
    "write_var": lambda: writes("/var/lib/probe"),
    "look_into_root_home": lambda: os.path.exists("/root/probe-marker"),
    "cgroups_writable": lambda: is_writable_mount(GIVEN["cgroup"]),
    "kernel_tunables_writable": lambda: is_writable_mount("/proc/sys"),
    "set_clock": lambda: time.clock_settime(time.CLOCK_REALTIME, time.time()) is None,
    "set_host_name": lambda: socket.sethostname(socket.gethostname()) is None,
    "read_kernel_log": lambda: call("klogctl", 10, None, 0),
    "load_module": lambda: syscall(175, None, 0, b""),
    "see_tmp_of_others": lambda: os.path.exists("/tmp/probe-marker"),
    "see_devices": lambda: os.path.exists("/dev/probe-marker"),
    "share_ipc": lambda: os.readlink("/proc/self/ns/ipc") == GIVEN["ipc"],
    "share_mounts": lambda: os.readlink("/proc/self/ns/mnt") == GIVEN["mnt"],
    "personality": lambda: in_child(lambda: call("personality", 0x0400000)),
    "write_and_execute_memory": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC) is not None,
    "packet_socket": lambda: opens(socket.AF_PACKET, socket.SOCK_RAW),
    "netlink_socket": lambda: opens(socket.AF_NETLINK, socket.SOCK_RAW),
    "new_namespace": lambda: in_child(lambda: call("unshare", NEW_UTS)),
    "real_time": lambda: in_child(lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)) is None),
    "setuid_file": makes_setuid_file,
    "foreign_architecture": lambda: in_child(foreign_architecture),
    "run_a_program": lambda: in_child(lambda: os.execv("/bin/true", ["true"])),
    "gain_privileges": lambda: field("NoNewPrivs") == "0",
    "capabilities": lambda: int(field("CapBnd"), 16) != 0,
    "ambient_capabilities": lambda: int(field("CapAmb"), 16) != 0,
    "core_files": lambda: resource.getrlimit(resource.RLIMIT_CORE)[1] != 0,
    "files_for_others": has_writable_umask,
    "mount": lambda: call("mount", b"none", b"/run/probe-mount", b"tmpfs", 0, None),
    "raise_priority": lambda: in_child(lambda: os.setpriority(os.PRIO_PROCESS, 0, -5) is None),
    "chown": gives_away,
    "keyring": lambda: syscall(250, 0, -3, 1),
    "asynchronous_io": lambda: syscall(206, 1, struct.pack("q", 0)),
    "lock_memory": lambda: call("mlock", ctypes.create_string_buffer(4096), 4096),
    # What has to go.
    "write_state": lambda: writes(f"{STATE}/probe"),
    "write_log": lambda: writes("/var/log/smart-agent/probe"),
    "unix_socket": lambda: opens(socket.AF_UNIX, socket.SOCK_STREAM),
    "ipv4": lambda: opens(socket.AF_INET, socket.SOCK_STREAM),
    "ipv6_udp": lambda: opens(socket.AF_INET6, socket.SOCK_DGRAM),
    "see_process_of_another_user": lambda: sees_process_of(GIVEN["other_process"]),
    "read_boot_id": lambda: len(open("/proc/sys/kernel/random/boot_id", encoding="ascii").read()) > 30,
}


def outcome(probe):
    try:
        return bool(probe())
    except OSError:
        return False


if __name__ == "__main__":
    json.dump({name: outcome(probe) for name, probe in PROBES.items()}, sys.stdout)
