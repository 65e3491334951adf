{
    "name": "Sanbao Document",
    "summary": "Controlled documents: versions, approval, publication, reading receipts",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": [
        "document_page",
        "document_page_approval",
        "portal",
        "sanbao_base",
    ],
    "data": [
        # Security
        "security/sanbao_document_groups.xml",
        "security/ir.model.access.csv",
        "security/sanbao_document_security.xml",
        # Data
        "data/ir_cron_data.xml",
        # Views
        "views/sanbao_document_receipt_views.xml",
        "views/document_page_history_views.xml",
        "views/document_page_views.xml",
        "views/document_page_report.xml",
        "views/sanbao_rule_views.xml",
        "views/sanbao_document_portal_templates.xml",
        "views/sanbao_document_menus.xml",
    ],
    "installable": True,
}
