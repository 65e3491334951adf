from odoo import fields

from . import acts


def tell_cases(world):
    """Service cases in every state."""
    _just_reported(world)
    _in_diagnosis(world)
    _waiting_for_approval(world)
    _over_the_limit(world)
    _out_of_warranty(world)
    _misuse(world)


def _just_reported(world):
    """One fresh report, one whose response is late, one that was escalated."""
    acts.report(world, "washer2", "水枪压力不足", "水枪出水无力，压力表 3MPa。", 1, "2")
    acts.report(
        world, "fire1", "消防泵无法引水", "出警途中发现消防泵不能引水。", 6, "3"
    )
    ticket = acts.report(
        world,
        "washer1",
        "整车间歇断电",
        "行驶中仪表全黑，几秒后恢复。",
        20,
        "2",
        "wechat",
    )
    acts.contact(world, ticket)
    world.as_person("eng", world.env["sanbao.ticket.note"]).create(
        {
            "ticket_id": ticket.id,
            "kind": "escalate",
            "note": "疑似线束设计问题，请技术部协助。",
        }
    ).action_apply()


def _in_diagnosis(world):
    ticket = acts.contact(
        world, acts.report(world, "sweeper1", "扫盘不转", "左扫盘不转，有异响。", 8)
    )
    acts.apply(world, ticket, [("motor", 1)], analysis="")


def _waiting_for_approval(world):
    """One application waits for the head of after-sales, one for the head of sales."""
    ticket = acts.contact(
        world, acts.report(world, "washer1", "高压管渗漏", "管接头处渗水。", 10)
    )
    acts.apply(
        world, ticket, analysis="管接头密封不良。", amount_labour=180
    ).action_submit()
    ticket = acts.contact(
        world, acts.report(world, "sweeper2", "举升缓慢", "箱体举升明显变慢。", 26)
    )
    application = acts.apply(
        world,
        ticket,
        [("valve", 1), ("filter", 2)],
        analysis="换向阀卡滞。",
        amount_labour=200,
    )
    acts.approve(world, application, "asm")


def _over_the_limit(world):
    """Above the limit: one budget is half way through its chain, one was rejected."""
    for unit, title, last in (
        ("sweeper1", "高压水泵损坏", None),
        ("washer2", "主泵异响", "费用偏高，请先联系供方确认责任。"),
    ):
        ticket = acts.contact(
            world, acts.report(world, unit, title, "水泵异响，压力上不去。", 30, "2")
        )
        application = acts.apply(
            world,
            ticket,
            [("pump", 1), ("seal", 4)],
            analysis="水泵轴承损坏，属产品质量问题。",
            amount_labour=400,
            amount_travel=600,
        )
        acts.approve(world, application, "asm", "sm")
        budget = acts.budget(world, application)
        budget.write({"responsibility": "supplier", "claim_amount": 1650})
        acts.approve(world, budget, "asm", "sm")
        if last:
            acts.reject(world, budget, "dgm", last)


def _out_of_warranty(world):
    """A unit past its warranty: the customer pays, the general manager decides."""
    ticket = acts.contact(
        world, acts.report(world, "sweeper3", "液压泵更换", "液压泵内漏严重。", 50)
    )
    application = acts.apply(
        world,
        ticket,
        [("pump", 2)],
        analysis="液压泵长期使用磨损。",
        cause_class="wear",
        amount_labour=1200,
        amount_travel=900,
        consent_by="郑科长",
        consent_at=fields.Datetime.now(),
        consent_means="phone",
    )
    acts.approve(world, application, "asm", "sm", "dgm")


def _misuse(world):
    """The fault came from the way of use: the customer is shown how, nothing is charged."""
    ticket = acts.contact(
        world, acts.report(world, "washer2", "喷嘴堵塞", "喷嘴反复堵塞。", 40)
    )
    application = acts.apply(
        world,
        ticket,
        analysis="水箱未按规定清洗滤网。",
        cause_class="misuse",
        solution_type="guidance",
        guidance="电话指导清洗滤网，并发送操作视频。",
        consent_by="李队长",
        consent_at=fields.Datetime.now(),
        consent_means="phone",
    )
    acts.approve(world, application, "asm", "dgm")
    application._on_work_finished(fields.Datetime.now())
    application.action_record_notice()
    world.as_person("as", world.env["sanbao.service.acceptance"]).create(
        {
            "application_id": application.id,
            "accepted_by": "李队长",
            "solved": "yes",
            "satisfaction": "5",
            "customer_feedback": "讲解清楚。",
        }
    ).action_accept()
    application.action_close()
