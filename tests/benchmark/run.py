"""Measure the flows in two databases, alternating, and print the table of goals.

run.py [--rounds N] [--json FILE] VANILLA OURS [FLOW…]
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median

from .goals import AT_MOST, GOALS, OURS, VANILLA

WARM_UP = 2
# These make people and switch rules on, which empties the lasting caches of the others.
APART = "purchase_ruled"


class Side:
    """A worker process on one database."""

    def __init__(self, database, worker="benchmark.worker", *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-m", worker, database, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if self.process.stdout.readline().strip() != "ready":
            raise SystemExit(f"the worker on {database} did not start")

    def run(self, flow, number):
        """Run a flow once; return its steps and their sum."""
        steps = self.ask({"flow": flow, "round": number})
        if "error" in steps:
            raise SystemExit(f"{flow}: {steps['error']}")
        total = [sum(column) for column in zip(*steps.values(), strict=True)]
        return {"steps": steps, "total": total}

    def ask(self, question):
        """Return the answer to one question."""
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def stop(self):
        """End the process."""
        self.process.stdin.close()
        self.process.wait(timeout=30)


def wanted(chosen):
    """Return {flow: sides that run it}."""
    flows = {}
    for goal in GOALS:
        names = {flow for flow, _factor in goal.cost}
        names |= {flow.partition("_")[0] for flow in names}
        if chosen and names.isdisjoint(chosen):
            continue
        for flow, _factor in goal.cost:
            flows.setdefault(flow, set()).add(OURS)
        for flow, _factor in goal.base or ():
            flows.setdefault(flow, set()).add(goal.base_side)
    return flows


def measure(sides, flows, rounds):
    """Return {side: {flow: [one figure a round]}}, the sides alternating in each round."""
    figures = {side: {flow: [] for flow in flows} for side in sides}
    plain = {flow: names for flow, names in flows.items() if APART not in flow}
    for some in (plain, {flow: flows[flow] for flow in flows if flow not in plain}):
        _measure(sides, some, rounds, figures)
    return figures


def _measure(sides, flows, rounds, figures):
    for number in range(-WARM_UP, rounds):
        for flow, names in flows.items():
            limit = AT_MOST.get(flow, rounds)
            if number >= limit or number < 0 and flow == "print50":
                continue
            order = sorted(names, reverse=bool(number % 2))
            for side in order:
                figure = sides[side].run(flow, number)
                if number >= 0:
                    figures[side][flow].append(figure)
        sys.stderr.write(f"round {number + 1} of {rounds}\n")


def cost_of(figures, cost):
    """Return one [wall, cpu, queries, sql] a round."""
    runs = [figures[flow] for flow, _factor in cost]
    factors = [factor for _flow, factor in cost]
    return [
        [
            sum(f * run["total"][column] for f, run in zip(factors, each, strict=True))
            for column in range(4)
        ]
        for each in zip(*runs, strict=False)
    ]


def medians(rows):
    """Return the median of each column."""
    return [median(column) for column in zip(*rows, strict=True)]


def number(value):
    """Format a figure with three digits."""
    if value is None:
        return "–"
    if value == 0:
        return "0"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def table(figures):
    """Yield the rows: goal, flow, base, ours, ratios, target, met."""
    yield (
        "goal",
        "what",
        "base q",
        "base CPU/wall ms",
        "ours q",
        "ours CPU/wall ms",
        "CPU ratio",
        "wall ratio",
        "target",
        "met",
    )
    for goal in GOALS:
        if any(flow not in figures[OURS] for flow, _factor in goal.cost):
            continue
        ours = cost_of(figures[OURS], goal.cost)
        cost, base, cpu, wall = medians(ours), None, None, None
        if goal.base:
            rows = cost_of(figures[goal.base_side], goal.base)
            base = medians(rows)
            pairs = list(zip(ours, rows, strict=False))
            cpu, wall = (
                median(a[i] / b[i] for a, b in pairs if b[i] > 0) for i in (1, 0)
            )
        missed = goal.missed(cost, base, cpu, wall)
        yield (
            goal.code,
            goal.name,
            number(base and base[2]),
            f"{number(base[1])} / {number(base[0])}" if base else "–",
            number(cost[2]),
            f"{number(cost[1])} / {number(cost[0])}",
            f"{cpu:.2f}" if cpu else "–",
            f"{wall:.2f}" if wall else "–",
            goal.target,
            "yes" if not missed else f"NO ({', '.join(dict.fromkeys(missed))})",
        )


def markdown(rows):
    """Return rows as a table of Markdown."""
    rows = [[str(cell) for cell in row] for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)


def steps_table(figures, flow):
    """Yield the steps of a flow on both sides."""
    yield ("step", "base q", "base CPU ms", "ours q", "ours CPU ms")
    # The document that tells people exists on one side; the other always does.
    flows = {VANILLA: flow, OURS: flow if figures[OURS][flow] else "approval"}
    for step in figures[VANILLA][flow][0]["steps"]:
        cells = [step]
        for side, of_side in flows.items():
            rows = [figure["steps"][step] for figure in figures[side].get(of_side, ())]
            figure = medians(rows) if rows else None
            cells += [number(figure and figure[2]), number(figure and figure[1])]
        yield cells


def main():
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("vanilla")
    parser.add_argument("ours")
    parser.add_argument("flows", nargs="*")
    options = parser.parse_args()
    flows = wanted(options.flows)
    sides = {VANILLA: Side(options.vanilla), OURS: Side(options.ours)}
    try:
        figures = measure(sides, flows, options.rounds)
    finally:
        for side in sides.values():
            side.stop()
    if options.json:
        options.json.write_text(json.dumps(figures))
    rows = list(table(figures))
    sys.stdout.write(markdown(rows) + "\n")
    for flow in (
        "sale",
        "purchase",
        "purchase_ruled",
        "repair",
        "inspection",
        "receipt_inspected",
        "approval",
        "approval_told",
    ):
        if flow in flows:
            sys.stdout.write(f"\n{flow}\n\n{markdown(steps_table(figures, flow))}\n")
    missed = sum(row[-1].startswith("NO") for row in rows)
    sys.stdout.write(f"\n{len(rows) - 1 - missed} goals met, {missed} missed\n")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
