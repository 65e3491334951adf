{
    "name": "Sanbao Tracking",
    "summary": "Purchase contracts are followed to the receipt; breaches are pursued",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": [
        "purchase_stock",
        "sanbao_contract",
        "sanbao_indicator",
        "sanbao_obligation",
        "sanbao_pdf",
    ],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/sanbao_tracking_security.xml",
        # Data
        "data/ir_sequence_data.xml",
        "data/sanbao_rule_data.xml",
        "data/sanbao_parameter_data.xml",
        "data/tier_definition_data.xml",
        "data/sanbao_obligation_kind_data.xml",
        "data/sanbao_indicator_data.xml",
        "data/ir_cron_data.xml",
        # Reports
        "report/sanbao_breach_templates.xml",
        "report/sanbao_breach_reports.xml",
        "data/sanbao_form_data.xml",
        # Views
        "views/purchase_order_line_views.xml",
        "views/sanbao_supplier_contact_views.xml",
        "views/sanbao_breach_views.xml",
        "views/sanbao_breach_form_views.xml",
        "views/sanbao_delivery_report_views.xml",
        "views/purchase_order_views.xml",
        "views/res_partner_views.xml",
        "views/sanbao_tracking_menus.xml",
    ],
    "installable": True,
}
