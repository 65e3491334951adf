{
    "name": "Sanbao Base",
    "summary": "Company rules as data: rules, parameters, gates, roles and forms",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": [
        "mail",
        "base_setup",
        "base_user_role",
        "auth_timeout",
        "auth_password_policy",
    ],
    "external_dependencies": {"python": ["cn2an", "openpyxl", "qrcode"]},
    "data": [
        # Security
        "security/sanbao_base_groups.xml",
        "security/ir.model.access.csv",
        "security/sanbao_base_security.xml",
        # Data
        "data/res_users_role_data.xml",
        "data/sanbao_rule_kind_data.xml",
        "data/sanbao_form_paper_data.xml",
        # Forms
        "report/sanbao_form_templates.xml",
        # Views
        "views/sanbao_rule_change_views.xml",
        "views/sanbao_rule_event_views.xml",
        "views/sanbao_rule_override_views.xml",
        "views/sanbao_parameter_views.xml",
        "views/sanbao_rule_views.xml",
        "views/sanbao_base_menus.xml",
        "views/sanbao_form_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["sanbao_base/static/src/css/sanbao_backend.css"],
        "web.report_assets_common": ["sanbao_base/static/src/css/sanbao_form.css"],
    },
    "installable": True,
    "application": True,
}
