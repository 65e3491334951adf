from odoo import Command, fields

from . import acts


def tell_designs(world):
    """A procedure, a design that was released, and a new product that was not yet."""
    write(
        world,
        "qm",
        "首件检验和巡检程序",
        "procedure",
        sanbao_scope="inspection",
        sanbao_number="CX/JY-07",
    )
    _released_design(world)
    _open_design(world)


def write(world, role, name, register, **values):
    """A document in a register, approved by the deputy general manager."""
    page = world.as_person(role, world.env["document.page"]).create(
        {
            "name": name,
            "sanbao_controlled": True,
            "sanbao_register": register,
            "sanbao_owner_id": world.people[role].id,
            "draft_name": "首版",
            "draft_summary": "首次编制",
            "content": f"<p>{name}：目的、范围、职责、步骤和记录。</p>",
            **values,
        }
    )
    version = page.sudo().sanbao_version_ids  # whoever tells the story
    world.as_person("dgm", version).action_approve()
    return page


def _design(world, product, description, page):
    design = world.as_person("rd", world.env["sanbao.product.design"]).create(
        {
            "product_tmpl_id": product.id,
            "description": description,
            "document_ids": [Command.set(page.ids)],
        }
    )
    design.check_ids.write({"result": "met", "evidence": "设计评审会议纪要"})
    return design


def _released_design(world):
    product = world.products["sweeper"].product_tmpl_id
    page = write(
        world,
        "rd",
        "洗扫车 XL5180TXS 技术规格书",
        "design",
        sanbao_number="XL5180-00",
        sanbao_product_ids=[Command.set(product.ids)],
    )
    design = _design(world, product, "城市主干道洗扫作业，清水箱 9 吨", page)
    design.write(
        {
            "risk_ids": [
                Command.create(
                    {
                        "hazard": "维护时盘刷卷入手臂",
                        "effect": "人身伤害",
                        "severity": "5",
                        "likelihood": "3",
                        "measure": "护罩带联锁，打开即停；两侧急停按钮",
                        "residual_severity": "5",
                        "residual_likelihood": "1",
                    }
                )
            ],
            "test_ids": [
                Command.create(
                    {
                        "name": "上装 500 h 耐久试验",
                        "method": "满水、额定转速",
                        "date": fields.Date.today(),
                        "laboratory": "本厂试验室",
                        "result": "passed",
                        "report_number": "SY-2026-014",
                    }
                )
            ],
        }
    )
    acts.approve(world, design, "tech")


def _open_design(world):
    """A new product whose risk assessment is not finished."""
    product = world.env["product.template"].create(
        {
            "name": "纯电动洗扫车",
            "default_code": "XL5182TXSBEV",
            "type": "consu",
            "is_storable": True,
            "purchase_ok": False,
            "list_price": 880000,
        }
    )
    page = write(
        world,
        "rd",
        "纯电动洗扫车技术规格书",
        "design",
        sanbao_number="XL5182-00",
        sanbao_product_ids=[Command.set(product.ids)],
    )
    design = _design(world, product, "纯电底盘洗扫车，续航 200 km", page)
    design.risk_ids = [
        Command.create(
            {
                "hazard": "动力电池进水短路",
                "effect": "起火",
                "severity": "5",
                "likelihood": "2",
            }
        )
    ]
