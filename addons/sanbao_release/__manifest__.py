{
    "name": "Sanbao Release",
    "summary": "Emergency release and recall of a lot",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": [
        "repair",
        "sale_stock",
        "sanbao_pdf",
        "sanbao_quality",
    ],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/sanbao_release_security.xml",
        # Data
        "data/ir_sequence_data.xml",
        "data/sanbao_rule_data.xml",
        "data/sanbao_parameter_data.xml",
        "data/tier_definition_data.xml",
        "data/sanbao_obligation_kind_data.xml",
        "data/mail_template_data.xml",
        # Reports
        "report/sanbao_release_reports.xml",
        "report/sanbao_emergency_release_templates.xml",
        "report/sanbao_recall_templates.xml",
        "report/stock_templates.xml",
        "data/sanbao_form_data.xml",
        # Views
        "views/sanbao_emergency_release_views.xml",
        "views/sanbao_emergency_release_form_views.xml",
        "views/sanbao_recall_views.xml",
        "views/sanbao_recall_form_views.xml",
        "views/qc_inspection_views.xml",
        "views/sanbao_nonconformity_views.xml",
        "views/stock_views.xml",
        "views/sanbao_release_menus.xml",
    ],
    "installable": True,
}
