{
    "name": "Sanbao Release",
    "summary": "Emergency release and recall of a lot",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": [
        "sale_stock",
        "sanbao_quality",
    ],
    "data": [],
    "installable": True,
}
