{
    "name": "Sanbao PDF",
    "summary": "Print reports with PlutoPrint and WeasyPrint instead of wkhtmltopdf",
    "version": "19.0.1.1.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": ["web"],
    "external_dependencies": {"python": ["weasyprint"]},
    "data": [
        "data/ir_config_parameter_data.xml",
        "views/ir_actions_report_views.xml",
    ],
    "installable": True,
}
