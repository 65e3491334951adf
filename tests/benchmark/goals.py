"""What is compared with what, and the goals of design/performance.md.

A cost is a list of ``(flow, factor)``: its figures are added up with those factors.
"""

import shutil
from dataclasses import dataclass

OURS, VANILLA = "ours", "vanilla"
# wkhtmltopdf is not part of this project. Where it is missing, its figure is that of
# performance.md, measured on another machine.
WKHTMLTOPDF = shutil.which("wkhtmltopdf")
DOCUMENTED_PDF_MS = 1756


@dataclass
class Goal:
    """One line of the table."""

    code: str
    name: str
    cost: list
    base: list | None = None
    base_side: str = VANILLA
    queries: float | None = None  # at most so many
    queries_factor: float | None = None  # at most so many times those of the base
    queries_more: float | None = None  # at most so many more than the base
    ratio: float | None = None  # paired CPU time, ours / base
    wall_ratio: float | None = None  # the same by the clock
    ms: float | None = None  # CPU time

    @property
    def target(self):
        """The limits in words."""
        words = []
        if self.queries is not None:
            words.append(f"q ≤ {self.queries:g}")
        if self.queries_factor is not None:
            words.append(f"q ≤ {self.queries_factor:g}x")
        if self.queries_more is not None:
            words.append(f"q ≤ base + {self.queries_more:g}")
        if self.ratio is not None:
            words.append(f"CPU ≤ {self.ratio:g}x")
        if self.wall_ratio is not None:
            words.append(f"clock ≤ {self.wall_ratio:g}x")
        if self.ms is not None:
            words.append(f"CPU ≤ {self.ms:g} ms")
        return ", ".join(words)

    def missed(self, cost, base, ratio, wall_ratio):
        """Return the limits that the medians ``(wall, cpu, queries, sql)`` break."""
        queries, base_queries = cost[2], base[2] if base else None
        checks = [
            (self.queries, queries, "queries"),
            (self.ratio, ratio, "CPU ratio"),
            (self.wall_ratio, wall_ratio, "wall ratio"),
            (self.ms, cost[1], "CPU"),
        ]
        if base:
            if self.queries_factor is not None:
                limit = self.queries_factor * base_queries
                checks.append((limit, queries, "queries"))
            if self.queries_more is not None:
                limit = base_queries + self.queries_more
                checks.append((limit, queries, "queries"))
        return [
            name
            for limit, value, name in checks
            if limit is not None and value > limit + 1e-9
        ]


def _one(flow, factor=1.0):
    return [(flow, factor)]


def _same(code, name, flow, factor=1.0, **limits):
    """The same flow on both sides."""
    return Goal(code, name, _one(flow, factor), _one(flow, factor), **limits)


def _pdf(name, flow, share, factor=1.0):
    """Ours beside a sales order printed by wkhtmltopdf, whose processor time is not ours
    to count."""
    if not WKHTMLTOPDF:
        return Goal("G13", name, _one(flow, factor), ms=DOCUMENTED_PDF_MS * share)
    base = _one("print_sale")
    return Goal("G13", name, _one(flow, factor), base, wall_ratio=share)


def _per_line(code, name, flow, **limits):
    cost = [(f"{flow}20", 0.1), (flow, -0.1)]
    return Goal(code, name, cost, cost, **limits)


GOALS = [
    _same("G1", "sale, 10 lines", "sale", queries=630, queries_factor=1.1, ratio=1.15),
    _per_line("G1", "sale, each further line", "sale", queries=23),
    _same(
        "G2",
        "purchase, 10 lines",
        "purchase",
        queries=672,
        queries_factor=1.1,
        ratio=1.15,
    ),
    _per_line("G2", "purchase, each further line", "purchase", queries=28),
    # The 672 of a purchase less the 106 that create the order.
    _same(
        "G2",
        "purchase, 10 lines, all rules satisfied, from confirmation",
        "purchase_ruled",
        queries=566,
        ratio=1.15,
    ),
    _per_line(
        "G2",
        "the same, each further line",
        "purchase_ruled",
        queries=28,
    ),
    _same(
        "G3",
        "approval: request + 2 approvals (base: OCA)",
        "approval",
        queries=30,
        ratio=0.6,
    ),
    Goal(
        "G3",
        "the same (base: OCA telling people, as ours does)",
        _one("approval"),
        _one("approval_told"),
        queries=30,
        ratio=0.6,
    ),
    _same(
        "G4",
        "write to 50 draft sales, each",
        "write_sales",
        1 / 50,
        queries=0.1,
        ratio=1.2,
    ),
    _same(
        "G4",
        "write to 50 draft purchases, each",
        "write_purchases",
        1 / 50,
        queries=0.1,
        ratio=1.2,
    ),
    _same(
        "G4",
        "write to 50 documents with approval, each (base: OCA)",
        "write_documents",
        1 / 50,
        queries=0.1,
        ratio=0.1,
    ),
    _same("G5", "ticket, single", "ticket", queries=35),
    _same(
        "G5",
        "tickets, 100 at once, each (base: OCA)",
        "tickets100",
        1 / 100,
        queries=5,
        ratio=0.5,
    ),
    _same(
        "G6", "repair, 3 parts", "repair", queries=249, queries_factor=1.1, ratio=1.15
    ),
    # G6 limits the statements of an inspection, not its time.
    _same(
        "G6",
        "inspection, 10 points (base: OCA)",
        "inspection",
        queries=53,
        queries_factor=1.1,
    ),
    _same(
        "G6",
        "receipt, 10 lines, each inspected, put away (base: OCA, and a transfer)",
        "receipt_inspected",
        queries_factor=1.1,
    ),
    Goal(
        "G11",
        "open 10,000 obligations, each (base: activities)",
        _one("obligations", 1e-4),
        _one("activities", 1e-2),
        queries=0.1,
        ratio=0.05,
        ms=0.5,
    ),
    _pdf("PDF of a gate pass, 10 lines", "print1", 0.5),
    _pdf("PDF of 50 gate passes at once, each", "print50", 0.1, 1 / 50),
    _same("G15", "open the sale form", "form_sale", queries_more=5, ratio=1.2),
    _same("G15", "open the purchase form", "form_purchase", queries_more=5, ratio=1.2),
    _same("G15", "open the partner form", "form_partner", queries_more=5, ratio=1.2),
]

# Slow ones whose figures hardly vary are repeated less often.
AT_MOST = {
    "sale20": 3,
    "purchase20": 3,
    "purchase_ruled20": 3,
    "activities": 3,
    "obligations": 3,
    "print50": 2,
}
