{
    "name": "Sanbao Quotation",
    "summary": "Quotations are compared before an order is placed (比价)",
    "version": "19.0.1.0.1",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": ["sanbao_pdf", "sanbao_purchase", "sanbao_supplier"],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/sanbao_quotation_security.xml",
        # Data
        "data/ir_sequence_data.xml",
        "data/sanbao_rule_data.xml",
        "data/sanbao_parameter_data.xml",
        "data/tier_definition_data.xml",
        # Reports
        "report/sanbao_quotation_templates.xml",
        "report/sanbao_quotation_reports.xml",
        "data/sanbao_form_data.xml",
        # Wizards
        "wizard/sanbao_quotation_import_views.xml",
        # Views
        "views/sanbao_quotation_comparison_views.xml",
        "views/sanbao_quotation_comparison_form_views.xml",
        "views/purchase_order_views.xml",
        "views/sanbao_quotation_menus.xml",
    ],
    "installable": True,
}
