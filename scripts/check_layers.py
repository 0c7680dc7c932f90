#!/usr/bin/env python3
"""Checks the arrows of the architecture: who may include what, and who may ask what time it is.

    check_layers.py [ROOT]        prints every breach as FILE:LINE: text; exit code 1 if there is one
    check_layers.py --self-test   proves that the rules bite

Each room has one row in ROOMS. A ban names its reason, because people obey reasons. The first row whose folder fits decides.
"""

import pathlib
import re
import sys

from cpp_text import Allowances, strip

# Libraries by the beginning of their header.
ASIO = r"boost/(asio|beast)"
BOOST = r"boost/"
JSON = r"nlohmann/"
OPENSSL = r"openssl/"
SQLITE = r"sqlite3"
CURL = r"curl/"
LOGGING = r"(spdlog|fmt)/"
SYSTEMD = r"systemd/"
TOML = r"toml"
XML = r"pugixml"
CLI11 = r"CLI/"
GTEST = r"(gtest|gmock|benchmark)/"
# POSIX and C headers have ".h"; the C++ standard library's do not.
POSIX = r"[a-z_/0-9]+\.h$"
STD_OUTSIDE = (
    r"(thread|jthread|mutex|shared_mutex|condition_variable|future|atomic|semaphore|latch|barrier|stop_token|fstream|"
    r"iostream|filesystem|random|coroutine)$"
)

PURE = "the core is pure: the same events must give the same result on every machine (architecture.md section 1)"
NO_SOCKETS = "the codec turns bytes into messages and back; sockets are the transport's"
ONE_STORE = "what is kept is decided by the loop and written by persistence"
NO_LOG = "libraries never log: it is decided and told once, in the daemon (style.md 21)"
NO_LOOP = "persistence is called by the loop and knows nothing of it"
TWO_READINGS = "the lab peer is the second reading of wire.md; shared code would share its mistakes"
NO_TESTS = "what is shipped does not depend on tests"
THIN_CLI = "the CLI knows the API and plain types; the rules live in the daemon"
HOT_PATH = "the product socket parses lines and asks the loop; HTTP and everything else of the daemon stays out of its way"
ONE_USE = "this library is used in one place, behind an interface of ours"

PLAIN_TYPES = (
    "agent/catalog.hpp",
    "agent/ids.hpp",
    "agent/result.hpp",
    "agent/secret.hpp",
    "agent/time.hpp",
    "agent/time_text.hpp",
)


class Room:
    """A folder, the folders of ours it may include, and libraries it may not."""

    def __init__(self, folder, ours, ours_reason, banned):
        self.folder = folder
        self.ours = ours
        self.ours_reason = ours_reason
        self.banned = banned


ROOMS = [
    Room(
        "agent/",
        ("agent/",),
        PURE,
        [
            (r"boost/(?!system/result\.hpp$|uuid/(?!random_generator|uuid_generators))", PURE),
            (JSON, PURE),
            (OPENSSL, PURE),
            (SQLITE, PURE),
            (CURL, PURE),
            (LOGGING, PURE),
            (SYSTEMD, PURE),
            (TOML, PURE),
            (XML, PURE),
            (CLI11, PURE),
            (POSIX, PURE),
            (STD_OUTSIDE, PURE),
        ],
    ),
    Room(
        "transport/codec/",
        ("agent/", "transport/codec/", "transport/crypto/"),
        NO_SOCKETS,
        [(ASIO, NO_SOCKETS), (CURL, NO_SOCKETS), (SQLITE, ONE_STORE), (LOGGING, NO_LOG), (SYSTEMD, NO_LOG)],
    ),
    Room(
        "transport/crypto/",
        ("agent/", "transport/crypto/"),
        NO_SOCKETS,
        [(ASIO, NO_SOCKETS), (CURL, NO_SOCKETS), (SQLITE, ONE_STORE), (LOGGING, NO_LOG), (SYSTEMD, NO_LOG)],
    ),
    Room(
        "transport/reservation/",
        ("agent/", "transport/codec/", "transport/crypto/", "transport/reservation/"),
        NO_SOCKETS,
        [(ASIO, NO_SOCKETS), (CURL, NO_SOCKETS), (JSON, NO_SOCKETS), (SQLITE, ONE_STORE), (LOGGING, NO_LOG), (SYSTEMD, NO_LOG)],
    ),
    Room(
        "transport/",
        ("agent/", "transport/"),
        ONE_STORE,
        [(SQLITE, ONE_STORE), (LOGGING, NO_LOG), (SYSTEMD, NO_LOG), (TOML, ONE_USE), (XML, ONE_USE), (CLI11, ONE_USE)],
    ),
    Room(
        "persistence/",
        ("agent/", "persistence/"),
        NO_LOOP,
        [(ASIO, NO_LOOP), (CURL, NO_LOOP), (LOGGING, NO_LOG), (SYSTEMD, NO_LOG), (TOML, ONE_USE), (XML, ONE_USE), (CLI11, ONE_USE)],
    ),
    Room(
        "daemon/api_types/",
        (*PLAIN_TYPES, "agent/names.hpp", "daemon/api_types/"),
        THIN_CLI,
        [(ASIO, THIN_CLI), (SQLITE, THIN_CLI), (CURL, THIN_CLI), (LOGGING, NO_LOG), (SYSTEMD, NO_LOG)],
    ),
    Room(
        "daemon/cli/",
        (*PLAIN_TYPES, "daemon/api_types/", "daemon/cli/"),
        THIN_CLI,
        [(SQLITE, THIN_CLI), (OPENSSL, THIN_CLI), (LOGGING, THIN_CLI), (SYSTEMD, THIN_CLI)],
    ),
    Room("daemon/config/", ("agent/", "daemon/config/"), ONE_USE, [(ASIO, ONE_USE), (LOGGING, NO_LOG), (SQLITE, ONE_STORE)]),
    Room("daemon/log/", ("agent/", "daemon/config/", "daemon/log/"), ONE_USE, [(ASIO, ONE_USE), (SQLITE, ONE_STORE)]),
    Room(
        "daemon/product/",
        ("agent/", "daemon/api/", "daemon/loop/", "daemon/product/"),
        HOT_PATH,
        [(SQLITE, ONE_STORE), (CURL, ONE_USE), (TOML, ONE_USE), (XML, ONE_USE), (LOGGING, ONE_USE), (GTEST, NO_TESTS), (r"boost/beast", HOT_PATH)],
    ),
    Room(
        "daemon/",
        ("agent/", "transport/", "persistence/", "daemon/"),
        NO_TESTS,
        [(SQLITE, ONE_STORE), (CURL, ONE_USE), (TOML, ONE_USE), (XML, ONE_USE), (LOGGING, ONE_USE), (GTEST, NO_TESTS)],
    ),
    Room(
        "tests/lab/",
        ("tests/lab/",),
        TWO_READINGS,
        [(CURL, TWO_READINGS), (LOGGING, TWO_READINGS), (TOML, TWO_READINGS), (GTEST, NO_TESTS)],
    ),
    Room("tests/", ("agent/", "transport/", "persistence/", "daemon/", "tests/"), NO_TESTS, []),
]

PRODUCTION = ("agent/", "transport/", "persistence/", "daemon/")
# Where a library that is otherwise banned is at home.
HOMES = {TOML: "daemon/config/", LOGGING: "daemon/log/", CURL: "daemon/cli/"}

CLOCK_FILE = "daemon/clock.cpp"
CLOCK = re.compile(r"::\s*now\s*\(|\b(clock_gettime|gettimeofday|localtime|gmtime_r?)\s*\(|\b(std::)?time\s*\(\s*(nullptr|NULL|0|&)")
CLOCK_REASON = f"time comes through the Clock interface; only {CLOCK_FILE} asks the machine (style.md 14)"

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def room_of(path):
    for room in ROOMS:
        if path.startswith(room.folder):
            return room
    return None


def check_include(path, room, bracket, header, known):
    """What is wrong with one include; None if nothing is."""
    if bracket == '"':
        if not header.startswith(PRODUCTION + ("tests/",)):
            return f'includes "{header}": write it from the repository root, so that the folder says the layer'
        if known is not None and header not in known:
            return f'includes "{header}", which does not exist'
        if not header.startswith(room.ours):
            return f'{room.folder} may not include "{header}": {room.ours_reason}'
        return None
    for pattern, reason in room.banned:
        if re.match(pattern, header) and not path.startswith(HOMES.get(pattern, "-")):
            return f"{room.folder} may not include <{header}>: {reason}"
    return None


def check_text(path, text, known=None):
    """Breaches in one file as (line, text)."""
    room = room_of(path)
    if room is None:
        return []
    lines = text.splitlines()
    allowed = Allowances(lines)
    breaches = []
    for number, (line, bare) in enumerate(zip(lines, strip(text).splitlines()), 1):
        found = INCLUDE.match(line)
        wrong = check_include(path, room, *found.groups(), known) if found else None
        if wrong and not allowed.covers("layer", number):
            breaches.append((number, wrong))
        clock = path.startswith(PRODUCTION) and path != CLOCK_FILE and CLOCK.search(bare)
        if clock and not allowed.covers("clock", number):
            breaches.append((number, CLOCK_REASON))
    return breaches


def check_tree(root):
    files = [file for folder in ("agent", "transport", "persistence", "daemon", "tests") for file in (root / folder).rglob("*")]
    files = sorted(file for file in files if file.suffix in (".hpp", ".cpp", ".h", ".c"))
    known = {file.relative_to(root).as_posix() for file in files}
    count = 0
    for file in files:
        path = file.relative_to(root).as_posix()
        for number, text in check_text(path, file.read_text(encoding="utf-8"), known):
            print(f"{path}:{number}: {text}")
            count += 1
    print(f"check_layers: {len(files)} files, {count} breaches")
    return count


# (path, text, number of breaches)
SELF_TEST = [
    ("agent/a.cpp", '#include "agent/b.hpp"\n#include <vector>\n#include <boost/system/result.hpp>\n', 0),
    ("agent/a.cpp", "#include <boost/asio/io_context.hpp>\n", 1),
    ("agent/a.cpp", "#include <boost/system/error_code.hpp>\n", 1),
    ("agent/a.cpp", "#include <boost/uuid/name_generator_sha1.hpp>\n", 0),
    ("agent/a.cpp", "#include <boost/unordered/unordered_flat_map.hpp>\n", 1),
    ("agent/a.cpp", "#include <boost/uuid/random_generator.hpp>\n", 1),
    ("agent/a.cpp", "#include <thread>\n#include <fstream>\n#include <unistd.h>\n#include <random>\n", 4),
    ("agent/a.cpp", '#include "daemon/clock.hpp"\n', 1),
    ("agent/a.cpp", '#include "b.hpp"\n', 1),
    ("agent/a.cpp", '#include "../agent/b.hpp"\n', 1),
    ("agent/a.cpp", "auto t = std::chrono::system_clock::now();\n", 1),
    ("agent/a.cpp", "// never system_clock::now()\nconst char* s = \"x::now()\";\n", 0),
    ("transport/codec/a.cpp", "#include <nlohmann/json.hpp>\n#include <openssl/evp.h>\n", 0),
    ("transport/codec/a.cpp", "#include <pugixml.hpp>\n", 0),
    ("transport/reservation/a.cpp", '#include "transport/codec/bounded_xml.hpp"\n#include <pugixml.hpp>\n', 0),
    ("transport/reservation/a.cpp", '#include "transport/pem_directory.hpp"\n#include <curl/curl.h>\n', 2),
    ("transport/a.cpp", "#include <pugixml.hpp>\n", 1),
    ("daemon/api/a.cpp", "#include <pugixml.hpp>\n", 1),
    ("transport/codec/a.cpp", '#include "transport/route.hpp"\n', 1),
    ("transport/a.cpp", "#include <curl/curl.h>\n#include <boost/asio.hpp>\n", 0),
    ("transport/a.cpp", '#include "persistence/state_store.hpp"\n#include <spdlog/spdlog.h>\n#include <sqlite3.h>\n', 3),
    ("persistence/a.cpp", '#include "transport/route.hpp"\n#include <boost/asio.hpp>\n', 2),
    ("persistence/a.cpp", "#include <sqlite3.h>\n#include <nlohmann/json.hpp>\n", 0),
    ("daemon/cli/a.cpp", '#include "agent/time_text.hpp"\n#include "daemon/api_types/routes.hpp"\n#include <CLI/CLI.hpp>\n', 0),
    ("daemon/cli/a.cpp", '#include "agent/state.hpp"\n#include "persistence/state_store.hpp"\n', 2),
    ("daemon/loop/a.cpp", '#include "tests/lab/lab.hpp"\n#include <toml.hpp>\n#include <spdlog/spdlog.h>\n', 3),
    ("daemon/config/a.cpp", "#include <toml.hpp>\n", 0),
    ("daemon/log/a.cpp", "#include <spdlog/logger.h>\n", 0),
    ("daemon/clock.cpp", "now = std::chrono::system_clock::now();\n::clock_gettime(which, &value);\n", 0),
    ("daemon/loop/a.cpp", "::clock_gettime(which, &value);\nauto now = std::time(nullptr);\n", 2),
    ("daemon/loop/a.cpp", "x = Clock::now();  // tidy: allow clock: measures itself, not the domain\n", 0),
    ("daemon/loop/a.cpp", "x = Clock::now();  // tidy: allow clock:\n", 1),
    ("tests/lab/a.cpp", '#include "tests/lab/b.hpp"\n#include <boost/beast/core.hpp>\n', 0),
    ("tests/lab/a.cpp", '#include "agent/result.hpp"\n#include "transport/codec/decode.hpp"\n', 2),
    ("tests/agent/a.cpp", '#include "agent/step.hpp"\n#include "tests/lab/lab.hpp"\n', 0),
]


def self_test():
    failures = 0
    for path, text, wanted in SELF_TEST:
        found = check_text(path, text)
        if len(found) != wanted:
            print(f"self-test: {path}: wanted {wanted} breaches in {text!r}, found {found}")
            failures += 1
    print(f"check_layers: self-test of {len(SELF_TEST)} cases, {failures} failures")
    return failures


def main(arguments):
    if arguments == ["--self-test"]:
        return 1 if self_test() else 0
    root = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).parent.parent)
    return 1 if check_tree(root) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
