"""Compare the screens of tickets at a million with OCA's helpdesk_mgmt as delivered, and
with the same screens at ten thousand (goals G7 and G8).

scale.py [--rounds N] OCA OURS SMALL

Three processes answer in turn in each round. Ratios are medians of the ratios of each round,
of CPU time (Python and database): on a busy machine each statement waits for its turn, and
the clock tells how many statements there are, not what they cost.
"""

import argparse
import json
import sys
from statistics import median

from .run import Side, markdown, number

MANY, FEW = 1_000_000, 10_000
CALLS = ("list", "open list", "by customer", "form", "name_search")
READERS = ("all", "team")
MOST_OF_OCA = 0.1
MOST_OF_FEW = 1.5
MOST_OF_ALL = 2
QUERIES, QUERIES_OF_A_FORM = 12, 20
WALL, CPU, COUNT, SPENT, SCANS = range(5)


def measure(sides, rounds):
    """Return {(side, call, reader): [one answer a round]}."""
    figures = {}
    for round_ in range(-1, rounds):
        for call in CALLS:
            for reader in READERS:
                for name in sorted(sides, reverse=bool(round_ % 2)):
                    answer = sides[name].ask({"call": call, "user": reader})
                    if "error" in answer:
                        raise SystemExit(f"{name}, {call}: {answer['error']}")
                    # The first is for the caches of PostgreSQL; it names the scans.
                    rows = figures.setdefault((name, call, reader), [])
                    rows.append(answer)
        sys.stderr.write(f"round {round_ + 1} of {rounds}\n")
    return figures


def ratio(figures, above, below):
    """Return the medians of the paired ratios: of CPU time, of wall time."""
    pairs = list(zip(figures[above][1:], figures[below][1:], strict=True))
    return [median(a[i] / b[i] for a, b in pairs) for i in (CPU, WALL)]


def table(figures):
    """Yield the rows."""
    yield (
        "call",
        "who",
        "OCA q",
        "CPU / wall ms",
        "ours q",
        "CPU / wall ms",
        "of OCA's CPU (wall)",
        "10,000: CPU / wall ms",
        "of 10,000's CPU",
        "of who sees all, CPU",
        "sequential scans",
        "met",
    )
    for call in CALLS:
        for reader in READERS:
            oca, ours, small = (
                [
                    median(a[i] for a in figures[side, call, reader][1:])
                    for i in range(4)
                ]
                for side in ("oca", "ours", "small")
            )
            mine = ("ours", call, reader)
            of_oca, of_oca_wall = ratio(figures, mine, ("oca", call, reader))
            of_few, _wall = ratio(figures, mine, ("small", call, reader))
            of_all, _wall = ratio(figures, mine, ("ours", call, "all"))
            scans = figures[mine][0][SCANS]
            most = QUERIES_OF_A_FORM if call == "form" else QUERIES
            missed = [
                word
                for word, wrong in (
                    ("OCA", of_oca > MOST_OF_OCA),
                    ("10,000", of_few > MOST_OF_FEW),
                    ("all", of_all > MOST_OF_ALL),
                    ("queries", ours[COUNT] > most),
                    ("scans", bool(scans)),
                )
                if wrong
            ]
            yield (
                call,
                reader,
                number(oca[COUNT]),
                f"{number(oca[CPU])} / {number(oca[WALL])}",
                number(ours[COUNT]),
                f"{number(ours[CPU])} / {number(ours[WALL])}",
                f"{of_oca:.3f} ({of_oca_wall:.3f})",
                f"{number(small[CPU])} / {number(small[WALL])}",
                f"{of_few:.2f}",
                f"{of_all:.2f}",
                ", ".join(scans),
                f"NO ({', '.join(missed)})" if missed else "yes",
            )


def main():
    """Fill the databases where needed, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json")
    parser.add_argument("oca")
    parser.add_argument("ours")
    parser.add_argument("small")
    options = parser.parse_args()
    sides = {
        name: Side(database, "benchmark.scale_worker", str(count))
        for name, database, count in (
            ("oca", options.oca, MANY),
            ("ours", options.ours, MANY),
            ("small", options.small, FEW),
        )
    }
    try:
        figures = measure(sides, options.rounds)
    finally:
        for side in sides.values():
            side.stop()
    if options.json:
        with open(options.json, "w") as file:
            json.dump([[*key, rows] for key, rows in figures.items()], file)
    rows = list(table(figures))
    sys.stdout.write(markdown(rows) + "\n")
    missed = sum(row[-1].startswith("NO") for row in rows)
    sys.stdout.write(
        f"\n{len(rows) - 1 - missed} calls within the goals, {missed} not\n"
    )
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
