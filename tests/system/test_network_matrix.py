"""The network matrix: the agent reaches SSM through real proxies and gateways, by both bindings, over IPv4 and IPv6.

    test_network_matrix.py BUILD [--write-docs] [--row TEXT]

Prints a line for each row and fails when an outcome differs from docs/network-matrix.md, which --write-docs writes anew. Programs
that are not installed skip their rows; 77 if that leaves none.
"""

import argparse
import concurrent.futures
import contextlib
import pathlib
import sys
import traceback

from proxies import rows, table
from proxies.cell import Cell, started_lab, without_chance
from proxies.program import has_ipv6

DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "docs" / "network-matrix.md"
MODES = ("smart", "call-home")
FAMILIES = (4, 6)
WORKERS = 4
FAILED = "FAILED"
LOG_TAIL_CHARACTERS = 3000


def judged(options, bench, serial, title, method, mode, family):
    """One line of the table, and what to print if it failed."""
    with Cell(options.build, bench.lab, mode, family, serial) as cell:
        try:
            outcome, text = method(cell)
            trouble = ""
        except Exception as error:  # whatever it is, it belongs to this row
            outcome, text = FAILED, str(error)
            trouble = "\n".join([traceback.format_exc(), "the daemon said:", cell.agent.log()[-LOG_TAIL_CHARACTERS:],
                                 "the programs said:", bench.said()])
    return table.Line(title, mode, f"IPv{family}", outcome, without_chance(text, cell.ssm)), trouble


def run_bench(options, lab, kind):
    """All cells of one bench, one after the other: so each line in a proxy's log belongs to the cell that runs."""
    with contextlib.ExitStack() as stack:
        bench = kind(lab, stack)
        results = []
        for title, method in bench.rows():
            if options.row not in title:
                continue
            for mode in MODES:
                for family in FAMILIES:
                    serial = f"{kind.__name__}{len(results)}"
                    line, trouble = judged(options, bench, serial, title, method, mode, family)
                    results.append((line, trouble))
                    print(f"{line.row}, {mode}, IPv{family}: {line.outcome}" + (f"\n{trouble}" if trouble else ""), flush=True)
        return results


def titles_of(kind):
    """Without starting anything."""
    return [title for title, _ in kind.rows(kind.__new__(kind))]


def missing_of(kind):
    return [program.executable for program in kind.needs if not program.found()]


def run_all(options, kinds):
    longest_first = sorted(kinds, key=lambda kind: -len(titles_of(kind)))
    with started_lab(options.build) as lab, concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        running = {kind: pool.submit(run_bench, options, lab, kind) for kind in longest_first}
        return [result for kind in kinds for result in running[kind].result()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", help="build tree with the programs")
    parser.add_argument("--write-docs", action="store_true", help=f"write docs/{DOCUMENT.name} from this run")
    parser.add_argument("--row", default="", help="only rows whose name contains this; not compared with the document")
    options = parser.parse_args()
    wanted = [kind for kind in rows.BENCHES if any(options.row in title for title in titles_of(kind))]
    skipped = {title: missing_of(kind) for kind in wanted if missing_of(kind) for title in titles_of(kind)}
    for title, programs in skipped.items():
        print(f"{title}: skipped, not installed: {', '.join(programs)}")
    runnable = [kind for kind in wanted if not missing_of(kind)]
    if not has_ipv6():
        print("skipped: this machine has no ::1")
        return 77
    if skipped and all(not kind.needs for kind in runnable):
        return 77
    results = run_all(options, runnable)
    lines = [line for line, _ in results]
    problems = [f"{line.row}, {line.mode}, {line.family}: {line.text}" for line in lines if line.outcome == FAILED]
    if options.write_docs and not problems and not skipped and not options.row:
        DOCUMENT.write_text(table.rendered(lines))
    elif not options.row:
        documented = table.read(DOCUMENT.read_text()) if DOCUMENT.exists() else []
        left_out = {*skipped, *(line.row for line in lines if line.outcome == FAILED)}
        problems += table.differences(lines, documented, lambda title: title in left_out)
    print(f"{len(lines) - sum(line.outcome == FAILED for line in lines)} of {len(lines)} rows as they should be")
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
