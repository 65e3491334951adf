{
    "name": "Sanbao Purchase",
    "summary": "Purchase plans and budgets, urgent parts, orders that draw on what was approved",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": [
        "hr",
        "purchase_stock",
        "sale_stock",
        "sanbao_contract",
        "sanbao_parts",
    ],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/sanbao_purchase_security.xml",
        # Data
        "data/ir_sequence_data.xml",
        "data/sanbao_rule_data.xml",
        "data/sanbao_parameter_data.xml",
        "data/tier_definition_data.xml",
        # Reports
        "report/sanbao_purchase_plan_templates.xml",
        "report/sanbao_urgent_request_templates.xml",
        "report/sanbao_purchase_reports.xml",
        "data/sanbao_form_data.xml",
        # Wizards
        "wizard/sanbao_purchase_plan_collect_views.xml",
        "wizard/sanbao_purchase_plan_approve_views.xml",
        # Views
        "views/sanbao_purchase_plan_views.xml",
        "views/sanbao_purchase_plan_form_views.xml",
        "views/sanbao_purchase_plan_line_views.xml",
        "views/sanbao_purchase_budget_views.xml",
        "views/sanbao_urgent_request_views.xml",
        "views/sanbao_urgent_request_form_views.xml",
        "views/sanbao_parts_issue_views.xml",
        "views/purchase_order_views.xml",
        "views/sanbao_purchase_menus.xml",
    ],
    "installable": True,
}
