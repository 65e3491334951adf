{
    "name": "Sanbao Stock",
    "summary": "Zones, places, receipts, scanning and the stock of all branches",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": ["sanbao_base", "sanbao_pdf", "stock"],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/sanbao_stock_security.xml",
        "security/res_users_role_data.xml",
        # Data
        "data/res_groups_data.xml",
        "data/ir_actions_server_data.xml",
        "data/sanbao_rule_data.xml",
        "data/sanbao_parameter_data.xml",
        "data/sanbao_stock_zone_data.xml",
        "data/sanbao_storage_measure_data.xml",
        "data/ir_cron_data.xml",
        # Reports
        "report/sanbao_receipt_templates.xml",
        "report/sanbao_receipt_report.xml",
        "data/sanbao_form_data.xml",
        # Wizards
        "wizard/sanbao_branch_request_views.xml",
        # Views
        "views/sanbao_stock_zone_views.xml",
        "views/sanbao_storage_measure_views.xml",
        "views/sanbao_stock_occupancy_views.xml",
        "views/sanbao_branch_stock_views.xml",
        "views/stock_location_views.xml",
        "views/stock_picking_views.xml",
        "views/stock_receipt_views.xml",
        "views/stock_warehouse_views.xml",
        "views/product_views.xml",
        "views/sanbao_stock_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["sanbao_stock/static/src/scan/**/*"],
        "web.assets_tests": ["sanbao_stock/static/tests/tours/**/*"],
    },
    "post_init_hook": "post_init_hook",
    "installable": True,
}
