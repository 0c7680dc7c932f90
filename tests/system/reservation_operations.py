"""The verbs of a specific reservation, migration and factory reset, for test_power_cut.py (R-SLR, R-LIFE)."""

from lifecycle_operations import Operation, buy, post, registered, unregistered

SMALL = {"standard": 10, "premium": 5, "server": 1}


def tags_of(rig, counts):
    tags = {row["name"]: row["tag"] for row in rig.status()["entitlements"]}
    return {tags[name]: count for name, count in counts.items()}


def enabled(rig):
    unregistered(rig)
    rig.must("POST", "/v1/reservation/enable")


def requested(rig):
    enabled(rig)
    return {"request_code": rig.must("POST", "/v1/reservation/request")["request_code"]}


def shown(rig):
    return rig.must("GET", "/v1/reservation")


# What the operator goes on to do at SSM, with the codes as they are shown afterwards.

def reserve(rig):
    rig.admin("POST", "/admin/reservations", {"request_code": shown(rig)["request_code"], "entitlements": tags_of(rig, SMALL)})


def remove_by_hand(rig):
    for row in rig.admin("GET", "/admin/instances")["instances"]:
        if row["state"] == "active":
            rig.admin("DELETE", f"/admin/instances/{row['instance']}")


OPERATIONS = [
    Operation("enable reservation", unregistered, post("/v1/reservation/enable")),
    Operation("request reservation", enabled, post("/v1/reservation/request"), finish=reserve),
    Operation("cancel reservation", requested, post("/v1/reservation/cancel")),
    Operation("migrate", buy, post("/v1/migration", {"confirm": True}), first_mode="classic"),
    Operation("factory reset", registered, post("/v1/factory-reset", {"confirm": True}), finish=remove_by_hand,
              ends_by_hand=True),
]
