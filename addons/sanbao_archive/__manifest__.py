{
    "name": "Sanbao Product Archive",
    "summary": "Ex-factory archive and computed warranty of each delivered unit",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": ["sanbao_approval", "sanbao_pdf", "stock", "repair", "base_import"],
    "data": [
        # Security
        "security/sanbao_archive_groups.xml",
        "security/ir.model.access.csv",
        "security/sanbao_archive_security.xml",
        # Data
        "data/ir_sequence_data.xml",
        "data/sanbao_rule_data.xml",
        "data/tier_definition_data.xml",
        "data/sanbao_warranty_policy_data.xml",
        # Report
        "report/sanbao_archive_reports.xml",
        "report/sanbao_archive_report.xml",
        "data/sanbao_form_data.xml",
        # Views
        "wizard/sanbao_archive_import_views.xml",
        "views/sanbao_warranty_policy_views.xml",
        "views/sanbao_archive_views.xml",
        "views/sanbao_archive_form_views.xml",
        "views/sanbao_archive_search_views.xml",
        "views/sanbao_archive_correction_views.xml",
        "views/product_template_views.xml",
        "views/stock_lot_views.xml",
        "views/stock_picking_views.xml",
        "views/sale_order_views.xml",
        "views/sanbao_archive_menus.xml",
    ],
    "installable": True,
}
