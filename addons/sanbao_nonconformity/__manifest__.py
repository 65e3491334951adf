{
    "name": "Sanbao Nonconformity",
    "summary": "What does not conform is held, decided, and corrected at its cause",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": [
        "mgmtsystem_action",
        "sanbao_approval",
        "sanbao_obligation",
        "sanbao_pdf",
        "sanbao_stock",
        "stock_account",
    ],
    "data": [],
    "installable": True,
}
