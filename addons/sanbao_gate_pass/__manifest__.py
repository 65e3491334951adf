{
    "name": "Sanbao Gate Pass",
    "summary": "Goods leave the factory with an approved gate pass only (出门证)",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": ["stock_account", "sanbao_approval", "sanbao_pdf"],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/sanbao_gate_pass_security.xml",
        # Data
        "data/sanbao_rule_data.xml",
        "data/ir_sequence_data.xml",
        "data/ir_cron_data.xml",
        "data/res_users_role_data.xml",
        "data/tier_definition_data.xml",
        # Reports
        "report/sanbao_gate_pass_templates.xml",
        "report/sanbao_gate_pass_report.xml",
        "data/sanbao_form_data.xml",
        # Wizards
        "wizard/sanbao_gate_pass_exit_views.xml",
        "wizard/sanbao_gate_pass_scan_views.xml",
        # Views
        "views/sanbao_gate_pass_views.xml",
        "views/sanbao_gate_pass_form_views.xml",
        "views/stock_picking_type_views.xml",
        "views/stock_picking_views.xml",
        "views/sanbao_gate_pass_menus.xml",
    ],
    "installable": True,
}
