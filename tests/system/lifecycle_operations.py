"""The operations in the life of a license, each with the state it begins in: for test_power_cut.py."""

AWAY = {"match": {}, "count": 1_000_000, "fault": {"kind": "http_status", "status": 503}}
BACK_AT = "2027-04-02T00:00:00Z"  # thirteen months after the beginning


def nothing(_rig):
    pass


class Operation:
    """`prepare` gives what `act` needs (tokens, codes); `weather` is how SSM behaves meanwhile.

    `finish`: what goes on after it: the weather clears up, or the operator enters a code at SSM; fails if that is lost.
    `ends_by_hand`: until then SSM believes something else. `takes_time`: cut short, it goes on later from where it was.
    """

    def __init__(self, name, prepare, act, *, weather=nothing, finish=nothing, ends_by_hand=False, takes_time=False, **options):
        self.name, self.prepare, self.act, self.weather, self.finish = name, prepare, act, weather, finish
        self.ends_by_hand, self.takes_time, self.options = ends_by_hand, takes_time, options


def buy(rig):
    rig.set_pools(standard=60, premium=40, server=1)


def unregistered(rig):
    buy(rig)
    rig.must("POST", "/v1/seats/batch", {"changes": [{"op": "sign_in", "id": f"agent{number}", "capabilities": ["inbound_voice"]}
                                                     for number in range(3)]})
    return {"token": rig.token()}


def registered(rig):
    """Three are signed in and were reported once."""
    made = unregistered(rig)
    rig.must("POST", "/v1/registration?wait=1", {"token": made["token"]})
    rig.settle()
    rig.ctl("lab", "advance", "20m")
    return made


def with_another_account(rig):
    registered(rig)
    tags = {row["name"]: row["tag"] for row in rig.status()["entitlements"]}
    rig.admin("POST", "/admin/accounts", {"virtual_account": "Other"})
    rig.admin("PUT", "/admin/accounts/Other/pools", {"pools": {tags["standard"]: 5, tags["premium"]: 5, tags["server"]: 1}})
    return {"token": rig.token(virtual_account="Other")}


def about_to_be_off(rig):
    registered(rig)
    rig.admin("PUT", "/admin/settings", {"accept_expired_proof": True})


def go_away(rig):
    rig.admin("POST", "/admin/faults", AWAY)


def end_of_silence(rig):
    rig.admin("DELETE", "/admin/faults")
    rig.ctl("lab", "advance", "4h")


def post(path, body=None):
    return lambda rig, _made: rig.ask("POST", path, body)


def put(path, body):
    return lambda rig, _made: rig.ask("PUT", path, body)


def register(**how):
    return lambda rig, made: rig.ask("POST", "/v1/registration?wait=1", {"token": made["token"], **how})


def leave(rig, _made):
    return rig.ask("DELETE", "/v1/registration?wait=1")


def other_way(rig, _made):
    """The same SSM under another spelling of its URL."""
    return rig.ask("PUT", "/v1/transport?wait=1", {"mode": "smart", "route": "gateway",
                                            "url": rig.url.replace("/SmartTransport", "/licservice/license")})


def come_back(rig, _made):
    """Recovery is due within a day; asked for at once it is the same exchange, and a day of history has not to be cut, too."""
    rig.ask("POST", "/v1/lab/clock", {"off_until": BACK_AT})
    return rig.ask("POST", "/v1/registration/renew?wait=1")


OPERATIONS = [
    Operation("register", unregistered, register()),
    Operation("register by force in another account", with_another_account, register(force=True)),
    Operation("renew registration", registered, post("/v1/registration/renew?wait=1")),
    Operation("renew authorization", registered, post("/v1/authorization/renew?wait=1")),
    Operation("deregister", registered, leave),
    Operation("deregister while SSM is away", registered, leave, weather=go_away, finish=end_of_silence, ends_by_hand=True),
    Operation("license type", unregistered,
              put("/v1/license-type", {"type": "nps", "usage_mode": "non-production", "confirm": True})),
    Operation("license control", registered,
              put("/v1/license-control", {"overage_allowed": False, "limits": {"standard": 50, "premium": 30}})),
    Operation("transport", registered, other_way),
    Operation("host name privacy", registered, put("/v1/privacy", {"hostname": True})),
    Operation("back after thirteen months", about_to_be_off, come_back, takes_time=True),
]
