{
    "name": "Sanbao Design",
    "summary": "Quality procedures, design documents, release of new products",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": [
        "sale_management",
        "sanbao_approval",
        "sanbao_document",
        "sanbao_obligation",
    ],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/sanbao_design_security.xml",
        "security/res_users_role_data.xml",
        # Data
        "data/ir_sequence_data.xml",
        "data/sanbao_rule_data.xml",
        "data/sanbao_parameter_data.xml",
        "data/sanbao_obligation_kind_data.xml",
        "data/sanbao_design_aspect_data.xml",
        "data/tier_definition_data.xml",
        # Views
        "views/sanbao_document_review_views.xml",
        "views/document_page_views.xml",
        "views/sanbao_design_aspect_views.xml",
        "views/sanbao_product_design_views.xml",
        "views/sanbao_product_design_form_views.xml",
        "views/product_template_views.xml",
        "views/sanbao_design_menus.xml",
    ],
    "installable": True,
}
