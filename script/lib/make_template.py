"""Run by "odoo shell" on a fresh database: install modules, keep the vendor's services out.

Odoo installs on its own what calls its vendor's paid services. Marked "uninstallable" for
the length of the installation they are passed over, unless a wanted module needs them;
Odoo takes the mark back by itself.
"""

import os
from pathlib import Path

vendor = Path(os.environ["ROOT"], "config", "vendor_modules.txt").read_text()
vendor = {line.split("#")[0].strip() for line in vendor.splitlines()} - {""}
wanted = os.environ["MODULES"].split()

Module = env["ir.module.module"]
Module.update_list()
modules = Module.search([("name", "in", wanted)])
unknown = set(wanted) - set(modules.mapped("name"))
if unknown:
    raise SystemExit(f"no such module: {', '.join(sorted(unknown))}")
needed = modules + modules.upstream_dependencies(exclude_states=("uninstallable",))
vendor = Module.search([("name", "in", list(vendor - set(needed.mapped("name"))))])
vendor.filtered(lambda m: m.state == "uninstalled").state = "uninstallable"
todo = modules.filtered(lambda m: m.state != "installed")
if todo:
    todo.button_immediate_install()
left = vendor.filtered(lambda m: m.state == "installed")
if left:
    left.button_immediate_uninstall()
# Reports number of users and installed modules to the vendor once a week.
cron = env.ref("mail.ir_cron_module_update_notification", raise_if_not_found=False)
if cron:
    cron.active = False
env.cr.commit()
