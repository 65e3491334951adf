{
    "name": "Sanbao Count",
    "summary": "Stock counts: every difference has a cause and a decision",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": [
        "sanbao_forecast",
        "sanbao_indicator",
        "sanbao_nonconformity",
    ],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/sanbao_count_security.xml",
        # Data
        "data/ir_sequence_data.xml",
        "data/sanbao_rule_data.xml",
        "data/sanbao_parameter_data.xml",
        "data/sanbao_stock_count_cause_data.xml",
        "data/tier_definition_data.xml",
        "data/sanbao_obligation_kind_data.xml",
        "data/ir_cron_data.xml",
        # Reports
        "report/sanbao_count_templates.xml",
        "report/sanbao_count_reports.xml",
        "data/sanbao_form_data.xml",
        # Wizards
        "wizard/sanbao_stock_count_scan_views.xml",
        # Views
        "views/sanbao_stock_count_views.xml",
        "views/sanbao_stock_count_form_views.xml",
        "views/sanbao_stock_count_line_views.xml",
        "views/sanbao_stock_count_line_form_views.xml",
        "views/sanbao_stock_count_cause_views.xml",
        "views/sanbao_stock_difference_views.xml",
        "views/sanbao_stock_difference_form_views.xml",
        "views/sanbao_stock_difference_line_views.xml",
        "views/sanbao_stock_analysis_views.xml",
        "views/sanbao_nonconformity_views.xml",
        "views/stock_quant_views.xml",
        "views/stock_warehouse_views.xml",
        "views/sanbao_count_menus.xml",
    ],
    "installable": True,
}
