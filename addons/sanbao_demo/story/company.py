from odoo import Command

CUSTOMERS = {
    "qinghe": ("青禾市环境卫生管理处", "0000-8800001", "青禾市长风路12号", "李队长"),
    "baishi": ("白石县消防救援大队", "0000-8800119", "白石县东大街1号", "赵班长"),
    "yunxi": ("云溪环卫服务有限公司", "0000-8800233", "云溪市滨河路88号", "周经理"),
    "jinsui": ("金穗市政工程有限公司", "0000-8800377", "金穗市建设路6号", "吴主任"),
    "haiyan": ("海堰港务清洁有限公司", "0000-8800410", "海堰市港口大道9号", "郑科长"),
}


def found_company(world):
    """The company, its customers and the reception team."""
    env = world.env
    world.company.write(
        {
            "name": "星岭专用车有限公司",
            "phone": "0000-4008000",
            "street": "星岭市经济开发区一号",
        }
    )
    world.company.partner_id.tz = "Asia/Shanghai"
    # Whoever takes a call owns the case until it is handed over (SVC-44).
    world.company.helpdesk_mgmt_ticket_auto_assign = True
    for key, (name, phone, street, contact) in CUSTOMERS.items():
        customer = env["res.partner"].create(
            {
                "name": name,
                "phone": phone,
                "street": street,
                "is_company": True,
                "country_id": env.ref("base.cn").id,
                "state_id": env.ref("base.state_cn_JS").id,
                "child_ids": [Command.create({"name": contact, "type": "contact"})],
            }
        )
        world.customers[key] = customer
