"""The verbs of a specific reservation, migration and factory reset, for test_power_cut.py (R-SLR, R-LIFE)."""

from lifecycle_operations import Operation, buy, post, registered, unregistered

SMALL, LARGE = {"standard": 10, "premium": 5, "server": 1}, {"standard": 12, "premium": 5, "server": 1}


def tags_of(rig, counts):
    tags = {row["name"]: row["tag"] for row in rig.status()["entitlements"]}
    return {tags[name]: count for name, count in counts.items()}


def enabled(rig):
    unregistered(rig)
    rig.must("POST", "/v1/reservation/enable")


def requested(rig):
    enabled(rig)
    return {"request_code": rig.must("POST", "/v1/reservation/request")["request_code"]}


def reserved_at_ssm(rig):
    said = rig.admin("POST", "/admin/reservations", {**requested(rig), "entitlements": tags_of(rig, SMALL)})
    return {"authorization_code": said["authorization_code"], "instance": said["instance"]}


def installed(rig):
    made = reserved_at_ssm(rig)
    rig.must("POST", "/v1/reservation/install", {"authorization_code": made["authorization_code"]})
    return made


def changed_at_ssm(rig):
    instance = installed(rig)["instance"]
    said = rig.admin("PUT", f"/admin/reservations/{instance}", {"entitlements": tags_of(rig, LARGE)})
    return {"authorization_code": said["authorization_code"]}


def returned(rig):
    installed(rig)
    rig.must("POST", "/v1/reservation/return")


def install(rig, made):
    return rig.ask("POST", "/v1/reservation/install", {"authorization_code": made["authorization_code"]})


def give_back(rig, made):
    return rig.ask("POST", "/v1/reservation/return-authorization", {"authorization_code": made["authorization_code"]})


def shown(rig):
    return rig.must("GET", "/v1/reservation")


# What the operator goes on to do at SSM, with the codes as they are shown afterwards.

def reserve(rig):
    rig.admin("POST", "/admin/reservations", {"request_code": shown(rig)["request_code"], "entitlements": tags_of(rig, SMALL)})


def look_for_instance(rig):
    known = [row["instance"] for row in rig.admin("GET", "/admin/reservations")["reservations"]]
    assert shown(rig)["authorization"]["instance"] in known, known


def confirm(rig):
    rig.admin("POST", "/admin/reservations/confirm", {"confirmation_code": shown(rig)["confirmation_code"]})


def tell_return(rig):
    rig.admin("POST", "/admin/reservations/return", {"return_code": shown(rig)["return_code"]})


def remove_by_hand(rig):
    for row in rig.admin("GET", "/admin/instances")["instances"]:
        if row["state"] == "active":
            rig.admin("DELETE", f"/admin/instances/{row['instance']}")


OPERATIONS = [
    Operation("enable reservation", unregistered, post("/v1/reservation/enable")),
    Operation("request reservation", enabled, post("/v1/reservation/request"), finish=reserve),
    Operation("cancel reservation", requested, post("/v1/reservation/cancel")),
    Operation("install reservation", reserved_at_ssm, install, finish=look_for_instance),
    Operation("change reservation", changed_at_ssm, install, finish=confirm),
    Operation("return reservation", installed, post("/v1/reservation/return"), finish=tell_return),
    Operation("return authorization", reserved_at_ssm, give_back, finish=tell_return),
    Operation("disable reservation", returned, post("/v1/reservation/disable")),
    Operation("migrate", buy, post("/v1/migration", {"confirm": True}), first_mode="classic"),
    Operation("factory reset", registered, post("/v1/factory-reset", {"confirm": True}), finish=remove_by_hand,
              ends_by_hand=True),
]
