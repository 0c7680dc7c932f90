"""The whole cycle of a specific reservation as an administrator types it: the procedures "Enable", "Modify" and "Remove Specific
License Reservation", in the vendor's spelling, at a terminal. What the terminal shows is the golden file.

  test_reservation_terminal.py BUILD [--update]
"""

import difflib
import pathlib
import re
import shutil
import sys

import lab_rig
import terminal

GOLDEN = pathlib.Path(__file__).parent / "golden" / "reservation-terminal.txt"
CONTINUE = "Continue (y/n)?"
PASTE = "and press Enter:"


class Portal:
    """What the administrator does in the browser: the pages of SSM."""

    def __init__(self, rig):
        self.rig = rig
        self.tags = {row["name"]: row["tag"] for row in rig.status()["entitlements"]}
        rig.set_pools(standard=60, premium=20, server=1)
        self.instance = None

    def entitlements(self, **counts):
        return {self.tags[name]: count for name, count in counts.items()}

    def reserve(self, request_code, **counts):
        answer = self.rig.admin("POST", "/admin/reservations", {
            "virtual_account": "Default", "request_code": request_code, "entitlements": self.entitlements(**counts)})
        [reservation] = self.rig.admin("GET", "/admin/reservations")["reservations"]
        self.instance = reservation["instance"]
        return answer["authorization_code"]

    def update(self, **counts):
        path = f"/admin/reservations/{self.instance}"
        return self.rig.admin("PUT", path, {"entitlements": self.entitlements(**counts)})["authorization_code"]

    def enter(self, what, code):
        self.rig.admin("POST", f"/admin/reservations/{what}", {{"confirm": "confirmation_code",
                                                                "return": "return_code"}[what]: code})

    def reserved(self, name):
        return self.rig.admin("GET", "/admin/accounts/Default/pools")["pools"][self.tags[name]]["reserved"]


def broken(code):
    """As a narrow window shows it: lines so long that the closing tag is cut in two."""
    width = next(width for width in range(76, 20, -1) if 0 < len(code) % width < len("</specificPLR>"))
    return "\n".join(code[start:start + width] for start in range(0, len(code), width))


def told(rig, member):
    """The code as the daemon knows it; the administrator reads it off the terminal."""
    return rig.api("GET", "/v1/reservation")[1][member]


def run_cycle(rig, portal, screen):
    codes = []

    screen.type("# Enable Specific License Reservation")
    screen.type("license smart reservation enable")
    screen.type("license smart reservation request specific")
    request_code = told(rig, "request_code")
    if request_code not in screen.shown():
        raise lab_rig.RigError("the terminal does not show the request code")
    codes.append(portal.reserve(request_code, standard=40, premium=10, server=1))
    screen.type(f'license smart reservation install "{codes[0]}"', [(CONTINUE, "y")])
    screen.type("show license status")
    screen.type("show license usage")
    if portal.reserved("premium") != 10:
        raise lab_rig.RigError("SSM does not hold the reserved licenses")

    screen.type("# Modify Specific License Reservation")
    codes.append(portal.update(standard=30, premium=20, server=1))
    screen.type("license smart reservation install", [(PASTE, broken(codes[1])), (CONTINUE, "y")])
    portal.enter("confirm", told(rig, "confirmation_code"))
    screen.type("show license usage")

    screen.type("# Remove Specific License Reservation")
    screen.type("license smart reservation disable")
    screen.type("license smart reservation return", [(CONTINUE, "y")])
    portal.enter("return", told(rig, "return_code"))
    screen.type("license smart reservation disable")
    screen.type("show license status")
    if portal.reserved("premium") != 0 or portal.reserved("standard") != 0:
        raise lab_rig.RigError("the licenses are not back in the pool")
    return codes


def transcript(build):
    with lab_rig.Rig(build) as rig:
        rig.start_lab()
        rig.start_daemon()
        portal = Portal(rig)
        rig.status()
        setup = [f'license() {{ "{rig.ctl_binary}" --socket "{rig.socket}" license "$@"; }}',
                 f'show() {{ "{rig.ctl_binary}" --socket "{rig.socket}" show "$@"; }}']
        screen = terminal.Terminal(rig.dir, setup)
        try:
            codes = run_cycle(rig, portal, screen)
            shown = screen.shown()
        finally:
            screen.close()
    # Signatures and ports are never the same twice; everything else is.
    for number, code in enumerate(codes, 1):
        shown = shown.replace(code, f"<authorization code {number}>").replace(broken(code), f"<authorization code {number}>")
    return re.sub(r"https://127.0.0.1:\d+/", "https://127.0.0.1:<port>/", shown)


def main():
    if shutil.which("tmux") is None:
        print("skipped: tmux is not installed")
        return 77
    shown = transcript(sys.argv[1])
    if "--update" in sys.argv[2:]:
        GOLDEN.write_text(shown)
        return 0
    if shown == GOLDEN.read_text():
        print("the terminal shows what the golden file says")
        return 0
    sys.stdout.writelines(difflib.unified_diff(GOLDEN.read_text().splitlines(True), shown.splitlines(True), "golden", "shown"))
    return 1


if __name__ == "__main__":
    sys.exit(main())
