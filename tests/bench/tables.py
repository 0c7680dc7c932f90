"""Medians, ratios and tables of the benchmark of sign-ins."""

import collections
import statistics


class Figures:
    """What was measured, by point and name: one entry a round."""

    def __init__(self):
        self.runs = collections.defaultdict(dict)

    def add(self, point, name, number, said):
        self.runs[point, name][number] = said

    def has(self, point, name):
        return bool(self.runs.get((point, name)))

    def median(self, point, name, field):
        return statistics.median(said[field] for said in self.runs[point, name].values())

    def ratios(self, point, name, other, field="rate"):
        """One ratio for each round in which both were measured."""
        ours, theirs = self.runs.get((point, name), {}), self.runs.get((point, other), {})
        return [ours[number][field] / theirs[number][field] for number in ours if number in theirs]


def kilo(rate):
    return f"{rate / 1000:.3g}"


def table(head, rows):
    """Columns as wide as what is in them, the first to the left."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = [line[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(line[1:], widths[1:])]
        print("  ".join(cells).rstrip())
    print(flush=True)


def verdict(value, goal, is_most=False):
    """What issue and README ask for, and whether this run shows it."""
    if goal is None:
        return ""
    is_met = value <= goal if is_most else value >= goal
    return f"{'<=' if is_most else '>='} {goal:g}{'' if is_met else ' short'}"
