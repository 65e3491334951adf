from odoo.exceptions import AccessError, UserError

from .common import SupplierCommon


class TestMerge(SupplierCommon):
    """Odoo's merge of contacts keeps dossiers, and mixes no two of them (PUR-01)."""

    def setUp(self):
        super().setUp()
        self.twin = self.env["res.partner"].create(
            {"name": "青禾液压件厂(旧)", "is_company": True}
        )

    def _merge(self, source, target, user=None):
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard = wizard.with_user(user or self.buyer).create(
            {
                "partner_ids": (source | target).ids,
                "dst_partner_id": target.id,
                "state": "option",
            }
        )
        wizard.action_merge()
        self.env.invalidate_all()
        self.assertFalse(source.exists())

    def test_dossier_follows_its_contact(self):
        self._qualified()
        rank = self.dossier.rank
        self.assertGreater(rank, 0)
        self._merge(self.supplier, self.twin)
        self.assertEqual(self.dossier.partner_id, self.twin)
        self.assertEqual(self.dossier.paper_ids.partner_id, self.twin)
        self.assertEqual(self.twin.sanbao_supplier_rank, rank)

    def test_contact_with_a_rank_receives_another(self):
        self._qualified()
        rank = self.supplier.sanbao_supplier_rank
        self._merge(self.twin, self.supplier)
        self.assertEqual(self.dossier.partner_id, self.supplier)
        self.assertEqual(self.supplier.sanbao_supplier_rank, rank)

    def test_empty_dossier_gives_way(self):
        self._qualified()
        empty = self._dossier(self.twin)
        self._merge(self.supplier, self.twin)
        self.assertFalse(empty.exists())
        self.assertEqual(self.dossier.partner_id, self.twin)
        self.assertEqual(self.twin.sanbao_supplier_rank, self.dossier.rank)

    def test_two_empty_dossiers_become_one(self):
        other = self._dossier(self.twin)
        self._merge(self.supplier, self.twin, self.env.ref("base.user_admin"))
        left = (self.dossier | other).exists()
        self.assertEqual(left.partner_id, self.twin)
        self.assertEqual(len(left), 1)

    def test_two_filled_dossiers_are_not_mixed(self):
        self._qualified()
        other = self._dossier(self.twin)
        self._paper(self.licence, other)
        for user in (self.buyer, self.env.ref("base.user_admin")):
            with self.assertRaisesRegex(UserError, "青禾液压件厂"):
                self._merge(self.supplier, self.twin, user)
        self.assertEqual(other.partner_id, self.twin)
        self.assertEqual(self.dossier.partner_id, self.supplier)

    def test_rank_is_still_not_for_a_caller_to_write(self):
        self._qualified()
        partner = self.supplier.with_user(self.buyer)
        with self.assertRaises(AccessError):
            partner.sanbao_supplier_rank = partner.sanbao_supplier_rank + 1
        with self.assertRaises(AccessError):
            partner.create({"name": "新", "sanbao_supplier_rank": 5})
