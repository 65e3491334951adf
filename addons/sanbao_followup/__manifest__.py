{
    "name": "Sanbao Follow-up",
    "summary": "Follow-ups after repairs in warranty, satisfaction, target figures",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": ["sanbao_service", "sanbao_indicator"],
    "data": [
        # Security
        "security/sanbao_followup_groups.xml",
        "security/ir.model.access.csv",
        "security/sanbao_followup_security.xml",
        # Data
        "data/ir_sequence_data.xml",
        "data/sanbao_rule_data.xml",
        "data/sanbao_parameter_data.xml",
        "data/sanbao_obligation_kind_data.xml",
        "data/sanbao_indicator_data.xml",
        # Reports
        "report/sanbao_followup_templates.xml",
        "report/sanbao_followup_reports.xml",
        "data/sanbao_form_data.xml",
        # Views
        "wizard/sanbao_followup_cancel_views.xml",
        "views/sanbao_followup_views.xml",
        "views/sanbao_followup_call_views.xml",
        "views/sanbao_service_application_views.xml",
        "views/helpdesk_ticket_views.xml",
        "views/sanbao_archive_views.xml",
        "views/sanbao_followup_menus.xml",
    ],
    "installable": True,
}
