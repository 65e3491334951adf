from unittest.mock import patch

from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.base.models import ir_cron


@tagged("post_install", "-at_install")
class TestIrCron(TransactionCase):
    def test_the_clock_speaks_its_users_language(self):
        """What it writes into the chatter stays there: not in English for Chinese."""
        lang = self.env["res.lang"].get_installed()[0][0]
        user = new_test_user(self.env, "clock", lang=lang)
        cron = self.env["ir.cron"].search([], limit=1)
        heard = []

        def listen(self, *_arguments):
            heard.append((self.env.lang, self.env.context.get("cron_id")))

        with patch.object(ir_cron.IrCron, "_callback", listen):
            clock = cron.with_user(user).with_context(lang=None, cron_id=cron.id)
            clock._callback(cron.name, cron.ir_actions_server_id.id)
            clock.with_context(lang="en_US")._callback("", 0)
        self.assertEqual(heard, [(lang, cron.id), ("en_US", cron.id)])
