from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.sanbao_approval.engine import as_engine
from odoo.addons.sanbao_base.local_time import company_timezone, day_end, local_day

from ..kinds import ENVIRONMENT, FIRE, PEST, RULES
from ..schedule import next_days, next_months
from .sanbao_storage_round import OPEN

# Warehouses whose rounds are planned in one go.
BATCH = 50
WHAT = ("equipment_id", "location_id", "point_id")


class SanbaoStorageRound(models.Model):
    """Rounds come by themselves, each with what there is to look at on that day."""

    _inherit = "sanbao.storage.round"

    @api.model
    def _cron_plan(self, limit=BATCH):
        """Plan the rounds of every warehouse, by the local day of its company.

        A second run finds the rounds of the first, and adds what is new since.
        """
        warehouses, cron = self.env["stock.warehouse"], self.env["ir.cron"]
        left = [("id", ">", 0)]
        while batch := warehouses.search(left, order="id", limit=limit):
            batch._sanbao_plan_rounds()
            left = [("id", ">", batch[-1].id)]
            remaining = warehouses.search_count(left)
            if not cron._commit_progress(len(batch), remaining=remaining):
                break

    @api.model
    def _plan(self, kind, warehouses):
        """Open the rounds of a kind that begin in these warehouses, and bring the lines
        of the open ones up to date.

        :return: the new rounds
        """
        rule = self.env["sanbao.rule"]
        warehouses = warehouses.filtered(
            lambda warehouse: rule._is_on(RULES[kind], warehouse.company_id)
        )
        wanted = self._to_look_at(kind, warehouses)
        # Rounds are made for every warehouse, whoever is asked to plan.
        rounds = as_engine(self)
        domain = [("kind", "=", kind), ("warehouse_id", "in", warehouses.ids)]
        running = rounds.search([*domain, ("state", "=", OPEN)])
        for document in running:
            document._bring_up_to_date(wanted[document.warehouse_id.id])
        last = {
            warehouse.id: dates
            for warehouse, *dates in rounds._read_group(
                domain, ["warehouse_id"], ["date_from:max", "done_at:max"]
            )
        }
        vals_list = []
        for warehouse in warehouses - running.exists().warehouse_id:
            if lines := wanted[warehouse.id]:
                vals_list += self._prepare_round(
                    kind, warehouse, lines, *last.get(warehouse.id, (None, None))
                )
        created = rounds.create(vals_list)
        self.env["sanbao.obligation"]._open(
            RULES[kind],
            created,
            user=lambda document: document.user_id,
            due=lambda document: document.due,
            none_open=True,
        )
        return created.sudo(self.env.su)

    def _prepare_round(self, kind, warehouse, lines, last, done_at):
        """The values of the round that begins today or began before, in a list."""
        zone = company_timezone(warehouse.company_id)
        today = local_day(fields.Datetime.now(), zone)
        length = warehouse._sanbao_interval(kind)
        if kind == ENVIRONMENT:
            done = done_at and local_day(done_at, zone)
            period = next_days(last, done, length, today)
        else:
            period = next_months(last, length, today)
        if not period or period[0] > today:
            return []
        return [
            {
                "kind": kind,
                "warehouse_id": warehouse.id,
                "company_id": warehouse.company_id.id,
                "user_id": warehouse.sanbao_safety_user_id.id,
                "date_from": period[0],
                "due": day_end(period[1], zone),
                "line_ids": [fields.Command.create(line) for line in lines],
            }
        ]

    def _bring_up_to_date(self, lines):
        """Add what is new to look at, leave out what is gone and not answered yet."""
        self.ensure_one()
        wanted = {self._key(line): line for line in lines}
        known = {}
        for line in self.line_ids:
            known[tuple(line[name].id for name in WHAT)] = line
        gone = self.line_ids.browse(
            line.id
            for key, line in known.items()
            if key not in wanted and not line.result
        )
        gone.unlink()
        self.line_ids.create(
            [
                {**line, "round_id": self.id}
                for key, line in wanted.items()
                if key not in known
            ]
        )
        if not self.line_ids:
            self.unlink()
        else:
            self._finish_read()

    @api.model
    def _key(self, line):
        return tuple(line.get(name) or False for name in WHAT)

    # === What there is to look at ===

    @api.model
    def _to_look_at(self, kind, warehouses):
        """``{warehouse id: values of lines}``, of all warehouses at once."""
        # What stands where is not for the planner's rights to hide.
        warehouses = warehouses.sudo()
        find = {
            FIRE: self._equipment_of,
            PEST: self._pest_places_of,
            ENVIRONMENT: self._climate_places_of,
        }
        found = defaultdict(list)
        for sequence, (warehouse_id, vals) in enumerate(find[kind](warehouses)):
            found[warehouse_id].append({**vals, "sequence": sequence})
        # Asked once where there is something to look at.
        points = self.env["sanbao.storage.point"].sudo()
        once = points.search([("kind", "=", kind), ("scope", "=", "round")])
        for lines in found.values():
            last = len(lines)
            lines += [
                {"point_id": point.id, "sequence": last + number}
                for number, point in enumerate(once)
            ]
        return found

    @api.model
    def _equipment_of(self, warehouses):
        equipment = warehouses.env["maintenance.equipment"].search(
            [
                ("sanbao_warehouse_id", "in", warehouses.ids),
                ("sanbao_safety", "!=", False),
            ],
            order="sanbao_place, id",
        )
        return [
            (item.sanbao_warehouse_id.id, {"equipment_id": item.id})
            for item in equipment
        ]

    @api.model
    def _climate_places_of(self, warehouses):
        places = warehouses.env["stock.location"].search(
            [("warehouse_id", "in", warehouses.ids), ("sanbao_climate", "=", True)]
        )
        return [(place.warehouse_id.id, {"location_id": place.id}) for place in places]

    @api.model
    def _pest_places_of(self, warehouses):
        """Places that are marked, and places where sensitive products lie (STK-27)."""
        locations = warehouses.env["stock.location"]
        inside = Domain("warehouse_id", "in", warehouses.ids)
        marked = locations.search(inside & Domain("sanbao_pest_check", "=", True))
        sensitive = warehouses.env["product.template"]._sanbao_sensitive()
        templates = [id_ for id_, kinds in sensitive.items() if PEST in kinds]
        if templates:
            groups = warehouses.env["stock.quant"]._read_group(
                [
                    ("product_id.product_tmpl_id", "in", templates),
                    ("location_id.warehouse_id", "in", warehouses.ids),
                    ("location_id.usage", "=", "internal"),
                    ("quantity", ">", 0),
                ],
                ["location_id"],
            )
            stocked = locations.union(*(place for (place,) in groups))
            ids = set(marked.ids)
            # Who looks at a room looks at its shelves.
            marked |= stocked.filtered(lambda place: not place._sanbao_around() & ids)
        places = marked.sorted("complete_name")
        return [(place.warehouse_id.id, {"location_id": place.id}) for place in places]
