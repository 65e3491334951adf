{
    "name": "Sanbao Stock",
    "summary": "Zones of a warehouse: what waits for a decision cannot move",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": ["sanbao_base", "stock"],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/res_users_role_data.xml",
        # Data
        "data/sanbao_rule_data.xml",
        "data/sanbao_stock_zone_data.xml",
        # Views
        "views/sanbao_stock_zone_views.xml",
        "views/stock_location_views.xml",
        "views/stock_picking_views.xml",
        "views/product_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["sanbao_stock/static/src/scan/**/*"],
        "web.assets_tests": ["sanbao_stock/static/tests/tours/**/*"],
    },
    "post_init_hook": "post_init_hook",
    "installable": True,
}
