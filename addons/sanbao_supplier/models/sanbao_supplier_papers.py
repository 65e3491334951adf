from odoo import api, fields, models

from odoo.addons.sanbao_base.local_time import company_today

from .res_partner_id_number import GENUINE


class SanbaoSupplier(models.Model):
    """Which papers a supplier needs, and what is wrong with those on file."""

    _inherit = "sanbao.supplier"

    paper_ids = fields.One2many(
        "res.partner.id_number", "sanbao_supplier_id", string="Papers"
    )
    paper_faults = fields.Text(
        string="Open points of the papers", compute="_compute_paper_faults"
    )

    @api.depends("paper_ids.sanbao_validity", "qualification_id")
    def _compute_paper_faults(self):
        for supplier in self:
            today = company_today(supplier.company_id)
            missing, bad = supplier._paper_faults(today)
            supplier.paper_faults = "\n".join(missing + bad)

    @api.model
    def _sanbao_for_papers(self, vals_list):
        """The dossier to which each new paper belongs, if the partner has one."""
        given = [vals.get("sanbao_supplier_id") for vals in vals_list]
        default = self.env.context.get("default_sanbao_supplier_id")
        ids = [vals.get("partner_id") for vals in vals_list]
        partners = self.env["res.partner"].browse(filter(None, ids))
        known = self._for_partners(partners, self.env.company) if partners else {}
        found = []
        for supplier_id, partner_id in zip(given, ids, strict=True):
            # Whose contact a supplier is, is the same for everybody.
            partner = partners.browse(partner_id or []).sudo().commercial_partner_id
            supplier = self.browse(supplier_id or default or [])
            found.append((supplier or known.get(partner, supplier)).sudo(False))
        return found

    def _adopt_papers(self):
        """Papers that were entered on the contact before its dossier was opened."""
        # Papers of contacts are for everybody; theirs are taken as they are.
        loose = self.env["res.partner.id_number"].sudo()
        loose = loose.search(
            [
                ("partner_id", "child_of", self.partner_id.ids),
                ("sanbao_supplier_id", "=", False),
            ]
        )
        dossiers = {supplier.partner_id: supplier for supplier in self}
        for paper in loose:
            supplier = dossiers.get(paper.partner_id.commercial_partner_id)
            if supplier:
                paper.write(
                    {
                        "sanbao_supplier_id": supplier.id,
                        "partner_id": supplier.partner_id.id,
                    }
                )

    # === What is required (PUR-01), and whether it counts (PUR-02) ===

    @api.model
    def _required_codes(self, company):
        text = self.env["sanbao.parameter"]._get("supplier_required_docs", company)
        return [code.strip() for code in text.split(",") if code.strip()]

    def _required_categories(self, applicable=None):
        """Kinds of paper that the supplier needs; ``applicable``: those that an
        assessment (default: the approved one) says apply to him."""
        self.ensure_one()
        # Which papers are asked for is the same for everybody.
        kinds = self.env["res.partner.id_category"].sudo()
        kinds = kinds.search(
            [("code", "in", self._required_codes(self.company_id))], order="id"
        )
        if applicable is None:
            applicable = self.qualification_id.applicable_ids
        return kinds.filtered(lambda k: not k.sanbao_if_applicable) | applicable

    def _paper_faults(self, day, applicable=None):
        """``(missing, bad)``: texts that name each paper that is not there, or that does
        not count on this day."""
        self.ensure_one()
        # The screens of orders name the papers to people who may not read them.
        supplier = self.sudo()
        verified = supplier.paper_ids._sanbao_verified_ones()
        missing, bad = [], []
        for kind in supplier._required_categories(applicable):
            papers = supplier.paper_ids.filtered(lambda p, k=kind: p.category_id == k)
            if not papers:
                missing.append(self.env._("%s: not on file", kind.name))
            elif not any(p._counts_on(day, verified) for p in papers):
                paper = papers.sorted("valid_until")[-1:]
                bad.append(paper._fault_on(day, verified))
        return missing, bad

    @api.model
    def _certified(self, suppliers, day):
        """Those with a quality certification that is verified and valid on the day."""
        # A certification counts also for those who may not open the paper.
        papers = suppliers.sudo().paper_ids.filtered(
            lambda paper: (
                paper.category_id.sanbao_certifies
                and paper._sanbao_validity_on(day) in ("valid", "expiring")
            )
        )
        return papers.sanbao_supplier_id


class ResPartnerIdNumber(models.Model):
    _inherit = "res.partner.id_number"

    def _counts_on(self, day, verified):
        usable = self._sanbao_validity_on(day) in ("valid", "expiring")
        return usable and self in verified

    def _fault_on(self, day, verified):
        """What is wrong with this paper on a day, naming it."""
        validity = self._sanbao_validity_on(day)
        texts = {
            "refused": self.env._("%(paper)s: refused at verification"),
            "expired": self.env._("%(paper)s: expired after %(until)s"),
            "unverified": self.env._("%(paper)s: not verified"),
            "future": self.env._("%(paper)s: valid only from %(start)s"),
        }
        text = texts.get(validity)
        if not text or (self.sanbao_result == GENUINE and self not in verified):
            text = self.env._("%(paper)s: changed since it was verified")
        return text % {
            "paper": self.display_name,
            "until": self.valid_until,
            "start": self.valid_from,
        }
