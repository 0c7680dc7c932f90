"""What the history of a trace must be, computed from the rules (rules.md R-USE, R-OOC, R-AUTH-4) and from nothing else.

Exact: counts are whole numbers, averages are fractions. Registered at the first midnight, SSM answers at once.
"""

import csv
import datetime
import fractions

QUARTER = datetime.timedelta(minutes=15)
WINDOW = datetime.timedelta(hours=8)
TOLERANCE = datetime.timedelta(minutes=45)
# R-USE-2: what makes a seat user premium.
PREMIUM = {"supervisor", "chat", "email", "outbound_progressive", "outbound_predictive"}
NAMES = ("standard", "premium", "inbound", "outbound", "outbound_seats", "seats")
REPORTED = ("standard", "premium", "seats")  # ports are stored, not reported (R-USE-5)


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def written(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def is_border(time, period):
    return (time - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) % period == datetime.timedelta(0)


def events_of(trace):
    with open(trace, newline="") as file:
        return [(moment(row["time"]), row["event"], row["seat"], row["detail"]) for row in csv.DictReader(file)]


class Floor:
    """Who is signed in, of which class, and how many ports are in use."""

    def __init__(self, by_use):
        self.by_use = by_use
        self.configured, self.used, self.classes = {}, {}, {}
        self.ports = {"inbound": 0, "outbound": 0, "outbound_seats": 0}

    def apply(self, event, seat, detail):
        if event == "ports":
            self.ports.update((name, int(count)) for name, count in (part.split("=") for part in detail.split(";")))
        elif event == "sign_out":
            for table in (self.configured, self.used, self.classes):
                table.pop(seat, None)
        else:
            told = set(detail.split(";")) - {""}
            if event == "sign_in":
                self.configured[seat] = told
                self.used.setdefault(seat, set())
            else:
                self.used[seat] |= told
            self.classify(seat)

    def classify(self, seat):
        counts = self.used[seat] | (self.configured[seat] & {"supervisor"}) if self.by_use else self.configured[seat]
        if counts & PREMIUM or self.classes.get(seat) == "premium":  # rises in mid-session, never falls there
            self.classes[seat] = "premium"
        else:
            self.classes[seat] = "standard"

    def of_class(self, wanted):
        return {seat for seat, seat_class in self.classes.items() if seat_class == wanted}

    def counts(self):
        return {"standard": len(self.of_class("standard")), "premium": len(self.of_class("premium")),
                "seats": len(self.classes), **self.ports}


class Interval:
    """One quarter hour, half open: what stands at its first instant counts, what happens at its end does not."""

    def __init__(self, start, floor):
        self.start, self.end, self.at = start, start + QUARTER, start
        self.current = floor.counts()
        self.peak = dict(self.current)
        self.sessions = {name: floor.of_class(name) for name in ("standard", "premium")}
        self.area = {name: fractions.Fraction(0) for name in NAMES}

    def pass_time(self, until):
        seconds = fractions.Fraction((until - self.at) // datetime.timedelta(microseconds=1), 1_000_000)
        for name in NAMES:
            self.area[name] += self.current[name] * seconds
        self.at = until

    def count(self, floor):
        self.current = floor.counts()
        for name in NAMES:
            if self.current[name] > self.peak[name]:
                self.peak[name] = self.current[name]
                if name in self.sessions:
                    self.sessions[name] = floor.of_class(name)

    def average(self, name):
        return self.area[name] / fractions.Fraction(QUARTER // datetime.timedelta(microseconds=1), 1_000_000)


def intervals(trace, by_use):
    """All quarter hours of the days of the trace, in order."""
    events = events_of(trace)
    midnight = events[0][0].replace(hour=0, minute=0, second=0)
    end = events[-1][0].replace(hour=0, minute=0, second=0) + datetime.timedelta(days=1)
    floor, found, next_event = Floor(by_use), [], 0
    while midnight < end:
        interval = Interval(midnight, floor)
        while next_event < len(events) and events[next_event][0] < interval.end:
            time, *what = events[next_event]
            interval.pass_time(time)
            floor.apply(*what)
            interval.count(floor)
            next_event += 1
        interval.pass_time(interval.end)
        interval.last = {name: floor.of_class(name) for name in interval.sessions}
        found.append(interval)
        midnight = interval.end
    return found


class Pool:
    """What was bought; premium covers standard."""

    def __init__(self, standard, premium):
        self.bought = {"standard": standard, "premium": premium}

    def is_short(self, reported):
        return any(self.shortfall(reported).values())

    def shortfall(self, reported):  # R-OOC-8
        premium = max(0, reported["premium"] - self.bought["premium"])
        both = max(0, reported["premium"] + reported["standard"] - sum(self.bought.values()))
        return {"premium": premium, "standard": both - premium}


class Compliance:
    """R-OOC, both policies, as far as the history shows it."""

    def __init__(self, tolerant, pool):
        self.tolerant, self.pool = tolerant, pool
        self.state = "no_licenses_in_use"  # what the first authorization, with nothing in use, has brought
        self.first_end, self.highest, self.lock = None, {}, {}

    def report(self, peaks, end):
        """SSM judges the report that ends there; returns what was reported and the lock as the row shows it."""
        sent_lock = dict(self.lock)
        reported = {name: max(peaks[name], sent_lock.get(name, 0)) for name in REPORTED}
        if self.pool.is_short(reported):
            self.go_on_short(reported, end)
        else:
            in_use = reported["standard"] or reported["premium"]
            self.state = "authorized" if in_use else "no_licenses_in_use"
            self.first_end, self.highest, self.lock = None, {}, {}
        return reported, {name: max(sent_lock.get(name, 0), self.lock.get(name, 0)) for name in REPORTED}

    def go_on_short(self, reported, end):
        if not self.tolerant:
            self.state = "out_of_compliance"
            return
        self.first_end = self.first_end or end
        self.highest = {name: max(reported[name], self.highest.get(name, 0)) for name in REPORTED}
        is_over = self.lock or end - self.first_end >= TOLERANCE
        self.state = "locked" if is_over else "tolerated"
        if is_over:
            self.lock = dict(self.highest)


def peaks(trace, tolerant, by_use):
    """What each report says, by entitlement and end: its peak and the sessions that made it (R-USE-11)."""
    period = QUARTER if tolerant else WINDOW
    found, window = {}, {}
    for interval in intervals(trace, by_use):
        for name, sessions in interval.sessions.items():
            if name not in window or interval.peak[name] > len(window[name]):
                window[name] = sessions
        if is_border(interval.end, period):
            found.update({(name, written(interval.end)): sessions for name, sessions in window.items()})
            window = {name: interval.last[name] for name in window}
    return found


def history(trace, tolerant, by_use, pool, buy_at):
    """The rows of /v1/history, each a dict of what its columns say; the averages exact."""
    compliance = Compliance(tolerant, pool)
    period = QUARTER if tolerant else WINDOW
    rows, window, last = [], {}, {}
    for interval in intervals(trace, by_use):
        if interval.start < buy_at <= interval.end and last:
            for name, count in pool.shortfall(last).items():
                pool.bought[name] += count
        for name in NAMES:
            window[name] = max(window.get(name, 0), interval.peak[name])
        before, reported, lock = compliance.state, {}, {}
        if is_border(interval.end, period):
            reported, lock = compliance.report(window, interval.end)
            last, window = reported, {name: interval.current[name] for name in NAMES}
        for name in NAMES:
            is_told = name in reported
            rows.append({
                "interval_start": written(interval.start), "entitlement": name, "current": interval.current[name],
                "peak": interval.peak[name], "average": interval.average(name), "reported": reported.get(name),
                "locked": (lock.get(name) or None), "purchased": pool.bought.get(name) if is_told else None,
                "state": compliance.state if is_told else before})
    return rows
