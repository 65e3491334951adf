from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import ArchiveCommon

READERS = "gm dgm sm asm as eng cs wh qc tech prod fin pb pm sr leg hr sup admin"


@tagged("post_install", "-at_install")
class TestAccess(ArchiveCommon):
    """Who reads and writes what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.archive = cls._full_archive("A-1")

    def test_every_role_but_the_guard_reads(self):
        for role in READERS.split():
            with self.subTest(role):
                user = self._person(f"reads_{role}", role)
                archive = self.archive.with_user(user)
                archive.invalidate_recordset()
                self.assertTrue(archive.display_name)
                self.assertTrue(archive.component_ids.mapped("name"))
                self.assertTrue(archive.web_read({"lot_id": {"fields": {}}}))
        for role, groups in (("gate", ""), ("", "base.group_portal")):
            user = self._person(f"none_{role}", *[role] if role else [], groups=groups)
            with self.subTest(role or groups), self.assertRaises(AccessError):
                self.archive.with_user(user).read(["name"])

    def test_departments_write_their_own_fields(self):
        for role, allowed, refused in (
            ("sr", {"contact_name": "Li"}, {"certificate_no": "1"}),
            ("sm", {"plate_no": "Q2"}, {"medium_no": "1"}),
            ("qc", {"certificate_no": "HG1"}, {"plate_no": "Q3"}),
            ("tech", {"component_ids": [(0, 0, {"name": "Pump"})]}, {"place": "x"}),
            ("prod", {"production_date": "2025-01-01"}, {"partner_id": False}),
            ("as", {"medium_no": "D1", "certificate_no": "HG2"}, None),
            ("asm", {"storage_place": "B2", "contact_name": "Sun"}, None),
            ("eng", None, {"contact_name": "x"}),
            ("cs", None, {"contact_name": "x"}),
            ("gate", None, {"contact_name": "x"}),
        ):
            archive = self.archive.with_user(self._person(f"dep_{role}", role))
            with self.subTest(role):
                if allowed:
                    archive.write(allowed)
                if refused:
                    with self.assertRaises(AccessError):
                        archive.write(refused)

    def test_sales_creates_section_a(self):
        archives = self.archives.with_user(self._person("sales", "sr"))
        archive = archives.create(
            {"lot_id": self._lot("A-2").id, "contact_name": "Li", "plate_no": "Q4"}
        )
        self.assertEqual(archive.warranty_months, 12)
        with self.assertRaises(AccessError):
            archives.create({"lot_id": self._lot("A-3").id, "medium_no": "D1"})

    def test_after_sales_files_a_unit_on_the_form(self):
        with Form(self.archives.with_user(self.after_sales)) as form:
            form.lot_id = self._lot("A-8").with_user(self.after_sales)
            form.partner_id = self.customer
            self.assertEqual(form.contact_name, "Wang Jianguo")
            form.chassis_no = "lxg 12"
            with form.component_ids.new() as line:
                line.name = "Pump"
        archive = form.record
        self.assertEqual(archive.product_id, self.vehicle)
        self.assertEqual(archive.chassis_no, "LXG12")
        self.assertEqual(archive.warranty_months, 12)

    def test_unit_of_an_archive_stays(self):
        archive = self.archive.with_user(self.after_sales)
        for vals in ({"lot_id": self._lot("A-4").id}, {"serial": "X"}):
            with self.subTest(**vals), self.assertRaises(UserError):
                archive.write(vals)
        archive.write({"serial": "A-1", "plate_no": "Q5"})
        self.assertEqual(archive.plate_no, "Q5")

    def test_only_empty_drafts_are_deleted(self):
        with self.assertRaises(AccessError):
            self.archive.with_user(self.after_sales).unlink()
        self.archive._log_running({"fault": "Leak"})
        with self.assertRaises(UserError):
            self.archive.with_user(self.head).unlink()
        self._archive("A-5").with_user(self.head).unlink()

    def test_other_companies_archives_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self._archive("A-6", company_id=other.id)
        archives = self.archives.with_user(self.after_sales)
        self.assertNotIn(foreign, archives.search([("serial", "=", "A-6")]))
        with self.assertRaises(AccessError):
            foreign.with_user(self.after_sales).read(["name"])

    def test_uploads_of_a_new_archive_belong_to_it(self):
        upload = self.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"x", "res_model": "sanbao.archive", "res_id": 0}
        )
        archive = self._archive("A-7", acceptance_attachment_ids=[(4, upload.id)])
        self.assertEqual(upload.res_id, archive.id)
