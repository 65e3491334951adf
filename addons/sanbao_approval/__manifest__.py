{
    "name": "Sanbao Approval",
    "summary": "Approvals that cannot be bypassed: guarded reviews, thresholds, deputies",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": ["base_tier_validation", "sanbao_base"],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/sanbao_approval_security.xml",
        # Data
        "data/mail_activity_type_data.xml",
        "data/ir_cron_data.xml",
        # Views
        "views/sanbao_approval_templates.xml",
        "views/tier_review_views.xml",
        "views/tier_definition_views.xml",
        "views/sanbao_delegation_views.xml",
        "wizard/sanbao_approval_forward_views.xml",
        "views/sanbao_approval_menus.xml",
    ],
    "installable": True,
}
