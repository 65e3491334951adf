from odoo import Command

PASSWORD = "sanbao-demo"

# role: name, further Odoo groups that the person's daily work needs
PEOPLE = {
    "gm": "高远（总经理）",
    "dgm": "丁岚（主管副总）",
    "sm": "沈涛（销售部部长）",
    "asm": "罗安（售后负责人）",
    "as": "安平（售后人员）",
    "eng": "郑工（维修工程师）",
    "cs": "陈静（客服）",
    "wh": "王库（仓管员）",
    "qc": "钱检（质检员）",
    "tech": "谭技（技术部）",
    "prod": "彭产（生产部）",
    "fin": "冯账（财务）",
    "gate": "门卫老马",
    "pb": "包采（采购员）",
    "pm": "潘主管（采购负责人）",
    "sr": "孙销（销售员）",
    "leg": "雷法务",
    "hr": "何人事",
    "sup": "盛监督",
    "admin": "管理员小许",
    "qm": "齐质（质量管理部）",
    "rd": "阮研（研发部）",
}
# The screen that opens first for each role.
HOME = {
    "gm": "sanbao_approval.tier_review_action_waiting",
    "dgm": "sanbao_approval.tier_review_action_waiting",
    "sm": "sanbao_approval.tier_review_action_waiting",
    "fin": "sanbao_approval.tier_review_action_waiting",
    "asm": "sanbao_service.sanbao_service_application_action",
    "as": "sanbao_service.helpdesk_ticket_action",
    "cs": "sanbao_service.helpdesk_ticket_action",
    "eng": "sanbao_service.sanbao_visit_action_mine",
    "gate": "sanbao_gate_pass.sanbao_gate_pass_action_gate",
    "admin": "sanbao_base.sanbao_rule_action",
}
# A second person where one alone could not show the work.
SECONDS = {
    "eng2": ("eng", "田工（维修工程师）"),
    "as2": ("as", "袁平（售后人员）"),
    "wh2": ("wh", "吴仓（仓库主管）"),
}


def hire_people(world):
    """One user for each role, plus the reception team."""
    for role, name in PEOPLE.items():
        # "admin" is the login of Odoo's own administrator.
        login = "rules" if role == "admin" else role
        world.people[role] = _hire(world, login, role, name)
    for login, (role, name) in SECONDS.items():
        world.people[login] = _hire(world, login, role, name)
    # script/server prints it beside the names.
    world.env["ir.config_parameter"].set_param("sanbao.demo_password", PASSWORD)
    _form_team(world)


def _hire(world, login, role, name):
    env = world.env
    user = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": name,
                "login": login,
                "password": PASSWORD,
                "lang": "zh_CN",
                "tz": "Asia/Shanghai",
                "notification_type": "inbox",
                "action_id": HOME.get(role) and env.ref(HOME[role]).id,
                "role_line_ids": [
                    Command.create({"role_id": env.ref(f"sanbao_base.role_{role}").id})
                ],
            }
        )
    )
    env["ir.model.data"].create(
        {
            "module": "sanbao_demo",
            "name": f"user_{login}",
            "model": "res.users",
            "res_id": user.id,
            "noupdate": True,
        }
    )
    return user


def _form_team(world):
    names = ("cs", "as", "as2", "asm", "eng", "eng2")
    members = [world.people[name].id for name in names]
    world.team = world.env["helpdesk.ticket.team"].create(
        {
            "name": "售后服务中心",
            "user_id": world.people["asm"].id,
            "user_ids": [Command.set(members)],
            "company_id": world.company.id,
        }
    )
