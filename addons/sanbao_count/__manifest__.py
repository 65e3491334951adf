{
    "name": "Sanbao Count",
    "summary": "Stock counts: every difference has a cause and a decision",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": [
        "sanbao_indicator",
        "sanbao_nonconformity",
    ],
    "data": [],
    "installable": True,
}
