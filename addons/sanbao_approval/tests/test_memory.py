from markupsafe import Markup

from odoo.tests import tagged

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestMemory(ApprovalCommon):
    """What the server remembers between requests is what the database says."""

    def _commit(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def _approve(self, document, user):
        self._commit()
        document.with_user(user).validate_tier()
        self._commit()
        return str(document.message_ids[:1].body)

    def test_a_person_with_a_new_name(self):
        first, second = self._submitted(800), self._submitted(800)
        self.assertIn(self.dgm.name, self._approve(first, self.dgm))
        self.dgm.partner_id.name = "Ms New"
        self.assertIn("Ms New", self._approve(second, self.dgm))
        self.assertIn("Ms New", self._submitted(800).review_ids.todo_by)

    def test_a_person_with_another_contact(self):
        """Merging contacts gives a user another one by SQL and deletes the old one."""
        first, second = self._submitted(800), self._submitted(800)
        self._approve(first, self.dgm)
        old = self.dgm.partner_id
        kept = self.env["res.partner"].create(
            {"name": "Kept", "email": "k@example.com"}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_users SET partner_id = %s WHERE id = %s",
            [kept.id, self.dgm.id],
        )
        self.env.invalidate_all()
        old.unlink()
        self._approve(second, self.dgm)
        self.assertEqual(second.message_ids[:1].author_id, kept)

    def test_a_changed_step(self):
        first = self._submitted(800)
        self._approve(first, self.dgm)
        self.step_dgm.name = "Another name"
        self.assertIn("Another name", self._approve(self._submitted(800), self.dgm))
        self.step_dgm.has_comment = True
        action = self._submitted(800).with_user(self.dgm).validate_tier()
        self.assertEqual(action["res_model"], "comment.wizard")

    def test_the_name_of_a_step_in_each_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        for lang, name in (("zh_CN", "中文"), ("en_US", "Step dgm")):
            self.step_dgm.with_context(lang=lang).name = name
        document = self._submitted(800)
        for lang, name in (("zh_CN", "中文"), ("en_US", "Step dgm"), ("zh_CN", "中文")):
            self.env.invalidate_all()
            here = document.with_context(lang=lang)
            self.assertEqual(here._sanbao_engine_reviews().name, name)
            # What a caller writes into the context does not change what others read.
            asked = here.with_context(prefetch_langs=True)
            asked.invalidate_recordset()
            asked._sanbao_engine_reviews()

    def test_one_message_tells_the_decision_and_the_new_state(self):
        document = self._submitted(800)
        self._commit()
        before = document.message_ids
        self._approve(document, self.dgm)
        message = document.message_ids - before
        self.assertEqual(len(message), 1)
        self.assertIn("Step dgm", message.body)
        self.assertEqual(message.author_id, self.dgm.partner_id)
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_note"))
        self.assertTrue(message.is_internal)
        change = message.sudo().tracking_value_ids
        self.assertEqual(change.field_id.name, "state")
        self.assertEqual(
            (change.old_value_char, change.new_value_char), ("Submitted", "Approved")
        )

    def test_notes_are_cleaned(self):
        document = self._document(800)
        document._message_log(body="a < b")
        self.assertEqual(document.message_ids[:1].body, "<p>a &lt; b</p>")
        document._message_log(body=Markup("<b>x</b><script>alert(1)</script>"))
        self.assertIn("<b>x</b>", document.message_ids[:1].body)
        self.assertNotIn("script", document.message_ids[:1].body)
