{
    "name": "Sanbao Storage",
    "summary": "Safety and conditions of a warehouse: equipment, rounds, readings, visitors",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": [
        "maintenance",
        "sanbao_obligation",
        "sanbao_pdf",
        "sanbao_stock",
    ],
    "data": [],
    "installable": True,
}
