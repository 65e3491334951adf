"""Run by "odoo shell": uninstall our addons from the top down, then install them again.

After each step nothing of the addons may be left, and no view, menu, job or rule of the
others may be broken. Prints "pass NAME" or "fail NAME: why" for each step.
"""

import os
import re
import traceback

OURS = os.environ["OURS"].split()
CALL = re.compile(r"\bmodel\.(\w+)\(")


def leaves(names):
    """Return the installed addons of names that no installed module depends on."""
    query = [("name", "in", names), ("state", "=", "installed")]
    return (
        env["ir.module.module"]
        .search(query)
        .filtered(lambda m: not m.downstream_dependencies())
    )


def broken_views():
    """Yield each view that can no longer be shown."""
    for view in env["ir.ui.view"].search([("inherit_id", "=", False)]):
        try:
            if view.type == "qweb" or not view.model:
                view.get_combined_arch()
            elif view.model not in env:
                yield f"view {view.name}: no model {view.model}"
            else:
                env[view.model].get_view(view.id, view.type)
        except Exception as error:  # noqa: BLE001, PERF203  any failure is the finding
            yield f"view {view.name}: {error}"


def broken_menus():
    """Yield each menu that leads nowhere."""
    for menu in env["ir.ui.menu"].with_context(active_test=False).search([]):
        action = menu.action
        if action and not action.exists():
            yield f"menu {menu.complete_name} without its action"
            continue
        model = action and "res_model" in action._fields and action.res_model
        if model and model not in env:
            yield f"menu {menu.complete_name}: no model {model}"


def broken_jobs():
    """Yield each scheduled job whose code is gone."""
    for cron in env["ir.cron"].with_context(active_test=False).search([]):
        model = env.get(cron.model_id.model)
        missing = [n for n in CALL.findall(cron.code or "") if not hasattr(model, n)]
        if model is None or missing:
            yield f"scheduled job {cron.name}: {missing or cron.model_id.model}"


def leftovers(gone):
    """Yield what addons that are gone have left behind."""
    for record in env["ir.model.data"].search([("module", "in", gone)]):
        yield f"external id {record.complete_name} ({record.model})"
    for model in env["ir.model"].search([("transient", "=", False)]):
        if model.model not in env:
            yield f"model {model.model} without code"
    if set(OURS) - set(gone):
        return
    env.cr.execute(
        r"""SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'public'
        AND (table_name LIKE 'sanbao\_%' OR column_name LIKE 'sanbao\_%')"""
    )
    for table, column in env.cr.fetchall():
        yield f"column {table}.{column}"


def report(name, findings):
    """Print one line for a step."""
    findings = list(findings)
    print(f"fail {name}: {'; '.join(findings[:10])}" if findings else f"pass {name}")


def step(name, modules, button, gone):
    """Press a button of the module list and look at what it leaves."""
    try:
        getattr(modules, button)()
        findings = [*leftovers(gone), *broken_menus(), *broken_jobs()]
        # All views take 20 s: only in the two final states, without ours and with them.
        if not set(OURS) - set(gone) or not gone:
            findings += broken_views()
        report(name, findings)
    except Exception:  # noqa: BLE001  reported, with its traceback, as a failed step
        env.cr.rollback()
        report(name, [" | ".join(traceback.format_exc().splitlines()[-6:])])
        return False
    return True


report("updated database", [*broken_menus(), *broken_jobs(), *broken_views()])
gone = []
while top := leaves(OURS):
    names = top.mapped("name")
    gone += names
    if not step(
        f"uninstall {' '.join(names)}", top, "button_immediate_uninstall", gone
    ):
        break
else:
    modules = env["ir.module.module"].search([("name", "in", OURS)])
    step("install again", modules, "button_immediate_install", [])
