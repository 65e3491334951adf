from odoo import Command

from . import acts

# What lies there: part, more or less than the book, how much of it is damaged.
FOUND = {"filter": (-2, 0), "valve": (-1, 0), "seal": (0, 3)}


def tell_counts(world):
    """A spot count that finds a human error and damage; the count of this month waits."""
    env = world.env
    warehouse = env["stock.warehouse"].search(
        [("company_id", "=", world.company.id)], limit=1
    )
    warehouse.sanbao_head_id = world.people["wh2"]
    difference = _count(world, warehouse)
    _explain(world, difference)
    acts.approve(world, difference, *_asked(world, difference))
    difference.action_post()
    world.as_person("fin", env["sanbao.stock.analysis"]).action_analyse()
    # The clock makes the count of this month; somebody has begun with it.
    month = env["sanbao.stock.count"]._schedule(warehouse)
    line = world.as_person("wh", month.line_ids[:1])
    line.counted_quantity = line.book_quantity


def _count(world, warehouse):
    """Counted by the keeper; what is worth more, once more by his colleague."""
    env = world.env
    count = world.as_person("wh", env["sanbao.stock.count"]).create(
        {
            "kind": "spot",
            "warehouse_id": warehouse.id,
            "location_ids": [Command.set(warehouse.lot_stock_id.ids)],
            "categ_ids": [Command.set(world.products["seal"].categ_id.ids)],
            "observer_id": world.people["fin"].id,
        }
    )
    count.action_start()
    for line in count.line_ids:
        keys = [k for k, part in world.products.items() if part == line.product_id]
        change, damaged = FOUND.get(keys[0] if keys else None, (0, 0))
        values = {"counted_quantity": line.book_quantity + change}
        if damaged:
            values |= {
                "condition": "damaged",
                "bad_quantity": damaged,
                "note": "包装受潮，密封圈老化开裂",
            }
        line.write(values)
    count.action_hand_in()
    for line in world.as_person("wh2", count.line_ids.filtered("needs_check")):
        line.check_quantity = line.counted_quantity
    if count.state == "checking":
        count.action_close_check()
    return count.difference_id


def _explain(world, difference):
    env = world.env
    for line in difference.line_ids:
        if line.product_id == world.products["valve"]:
            line.write(
                {
                    "cause_id": env.ref("sanbao_count.cause_human").id,
                    "explanation": "发料时多发一件，出库单未改数量。",
                    "responsible_id": world.people["wh"].id,
                    "decision": "warning",
                    "decision_note": "口头警告，复习发料复核流程",
                }
            )
        else:
            line.write(
                {
                    "cause_id": env.ref("sanbao_count.cause_unrecorded").id,
                    "explanation": "维修试装后报废，未办出库手续。",
                }
            )


def _asked(world, difference):
    """The roles that are asked, in their order."""
    difference.action_submit()
    # Who is asked follows from value and tolerance (STK-20).
    reviews = difference.sudo().review_ids.sorted("sequence")
    people = {user: role for role, user in world.people.items()}
    return [people[review.reviewer_ids[:1]] for review in reviews]
