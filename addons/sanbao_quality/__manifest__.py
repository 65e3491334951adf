{
    "name": "Sanbao Quality",
    "summary": "Acceptance standards, inspections, reports and certificates",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": [
        "purchase_stock",
        "quality_control_oca",
        "sanbao_nonconformity",
    ],
    "data": [],
    "installable": True,
}
