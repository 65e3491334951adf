"""Buttons and clocks of stock counts (FL-8)."""

import threading
from unittest.mock import patch

from press_base import Apart, Press, button

from odoo.tests.common import TransactionCase

from odoo.addons.sanbao_count.tests.common import CountCommon


class Counting(Apart, CountCommon):
    """The people and goods of counts, as their own tests make them."""

    @classmethod
    def of(cls, m):
        """The fixture in the database of the maker; its people are made once."""
        if "keeper" not in vars(cls):
            nothing = classmethod(lambda cls: None)
            with patch.object(TransactionCase, "setUpClass", nothing):
                cls.env = m.env
                cls.setUpClass()
            m.commit()
        return cls()


def goods(c, name, quantity=1000):
    part = c._product(f"盘点{name}", 10)
    c._put(quantity, part)
    return part


def handed_in(c, name, change=-1):
    """Differences of a count of goods of their own."""
    part = goods(c, name)
    quants = c.env["stock.quant"].search([("product_id", "=", part.id)])
    count = counted_by(c, quants)
    count.line_ids.counted_quantity = 1000 + change
    count.action_hand_in()
    return c._explain(count.difference_id.with_user(c.keeper))


def counted_by(c, quants):
    counts = c.env["sanbao.stock.count"].with_user(c.keeper)
    return counts._make_spot(quants.with_user(c.keeper))


def adjustments(difference):
    return ("sanbao_difference_line_id", "in", difference.sudo().line_ids.ids)


@button
def count_start(m):
    c = Counting.of(m)
    part = goods(c, "开始")
    count = c._count(start=False)
    domain = [("count_id", "=", count.id), ("product_id", "=", part.id)]
    rows = ("sanbao.stock.count.line", domain, 1)
    return Press(count, c.keeper, "action_start", rows, state="counting")


@button
def count_hand_in(m):
    c = Counting.of(m)
    part = goods(c, "上交")
    quants = c.env["stock.quant"].search([("product_id", "=", part.id)])
    count = counted_by(c, quants)
    count.line_ids.counted_quantity = 999
    rows = ("sanbao.stock.difference", [("count_id", "=", count.id)], 1)
    return Press(count, c.keeper, "action_hand_in", rows, state="differences")


@button
def count_differences_submit(m):
    c = Counting.of(m)
    difference = handed_in(c, "提交")
    rows = (
        "tier.review",
        [("model", "=", difference._name), ("res_id", "=", difference.id)],
        1,
    )
    return Press(difference, c.keeper, "action_submit", rows, state="submitted")


@button
def count_differences_post(m):
    c = Counting.of(m)
    difference = c._approve(handed_in(c, "过账"))
    rows = ("stock.move", [adjustments(difference)], 1)
    return Press(difference, c.keeper, "action_post", rows, state="posted")


@button
def count_of_the_month(m):
    c = Counting.of(m)
    goods(c, "每月")
    counts = c.env["sanbao.stock.count"]
    domain = [("warehouse_id", "=", c.warehouse.id), ("period", "!=", False)]
    return Press(counts, c.env.user, "_cron_create", ("sanbao.stock.count", domain, 1))


@button
def count_analysis(m):
    c = Counting.of(m)
    goods(c, "分析")
    analyses = c.env["sanbao.stock.analysis"].with_user(c.keeper)
    domain = [("company_id", "=", c.company.id), ("count_id", "=", False)]
    rows = ("sanbao.stock.analysis", domain, 1)
    return Press(analyses, c.keeper, "action_analyse", rows)


@button
def two_counters_of_one_line(m):
    """Two keepers enter the same line at once: one figure stands, the other is told."""
    c = Counting.of(m)
    part = goods(c, "同行")
    quants = c.env["stock.quant"].search([("product_id", "=", part.id)])
    line = counted_by(c, quants).line_ids
    threads = {}

    def meet(records):
        number = threads.setdefault(threading.get_ident(), len(threads))
        keeper = (c.keeper, c.checker)[number]
        records.with_user(keeper.id).counted_quantity = 990 + number
        records.env.flush_all()

    m.env.registry["sanbao.stock.count.line"]._press_meet = meet
    domain = [("id", "=", line.id), ("counted", "=", True)]
    rows = ("sanbao.stock.count.line", domain, 1)
    return Press(line, c.keeper, "_press_meet", rows, refused=1)
