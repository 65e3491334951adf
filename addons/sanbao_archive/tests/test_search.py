from odoo.tests import tagged

from .common import ArchiveCommon

ROWS = 20000


@tagged("post_install", "-at_install")
class TestSearch(ArchiveCommon):
    """An archive is found by any of its numbers and phones, whatever their number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.archive = cls._full_archive(
            "S/77-31",
            chassis_no="LXGAB12345",
            engine_no="ISD-60001",
            plate_no="鲁Q88123",
            contact_phone="138-0013 8000",
        )

    def test_every_number_finds_the_archive(self):
        for text in (
            self.archive.name,
            "S/77-31",
            "LXGAB12345",
            "lxgab",
            "ISD-60001",
            "鲁Q88123",
            "88123",
            "13800138000",
            "138 0013 8000",
            "138-0013",
            "0539 812 3456",
            "05398123456",
        ):
            with self.subTest(text):
                found = self.archives.with_user(self.after_sales).name_search(text)
                self.assertIn(self.archive.id, [number for number, _name in found])
        self.assertFalse(self.archives.name_search("nothing like it"))

    def test_exact_number_finds_it_for_an_import(self):
        for text in ("S/77-31", "LXGAB12345", self.archive.name):
            with self.subTest(text):
                found = self.archives.name_search(text, operator="=")
                self.assertEqual([number for number, _name in found], self.archive.ids)

    def test_new_phone_of_the_customer_is_found(self):
        self.customer.phone = "0539 999 0000"
        self.assertTrue(self.archives.name_search("05399990000"))

    def test_name_shows_number_product_and_chassis(self):
        self.assertEqual(
            self.archive.display_name,
            f"{self.archive.name} Test sweeper TST5180 · LXGAB12345",
        )

    def test_no_table_scan_among_many(self):
        self._fill()
        archives = self.archives.with_user(self.after_sales)
        for text in ("LXGZ0012345", "13912345", "EN-12345"):
            with self.subTest(text):
                self._assert_index_used(archives, [("display_name", "ilike", text)])
        for domain in (
            [("partner_id", "=", self.customer.id)],
            [("lot_id", "=", self.archive.lot_id.id)],
        ):
            with self.subTest(domain=domain):
                self._assert_index_used(archives, domain)
        self._assert_index_used(archives, [])

    def _fill(self):
        self.env.flush_all()
        values = {
            "rows": ROWS,
            "product": self.vehicle.id,
            "company": self.company.id,
        }
        self.cr.execute(
            """
            WITH lot AS (
                INSERT INTO stock_lot (name, product_id)
                SELECT 'Z' || n, %(product)s FROM generate_series(1, %(rows)s) n
                RETURNING id, name
            ), numbered AS (
                SELECT *, right(name, -1) AS n FROM lot
            )
            INSERT INTO sanbao_archive
                (name, state, company_id, lot_id, product_id, serial, search_keys)
            SELECT 'Z/' || n, 'draft', %(company)s, id, %(product)s, name,
                'Z/' || n || ' ' || name || ' LXGZ' || lpad(n, 7, '0')
                || ' EN-' || n || ' 139' || lpad(n, 8, '0')
            FROM numbered
            """,
            values,
        )
        # What autovacuum does after a while
        self.cr.execute(
            "SELECT gin_clean_pending_list('sanbao_archive__search_keys_index')"
        )
        self.cr.execute("ANALYZE sanbao_archive")

    def _assert_index_used(self, archives, domain):
        query = archives._search(domain, limit=8, order=archives._order)
        self.cr.execute("EXPLAIN " + query.select().code, query.select().params)
        plan = "\n".join(line for (line,) in self.cr.fetchall())
        self.assertNotIn("Seq Scan on sanbao_archive", plan, plan)
