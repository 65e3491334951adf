{
    "name": "Sanbao Contract",
    "summary": "Purchase contracts: gates of orders, clauses, legal review, agreements",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": ["purchase", "sanbao_approval"],
    "data": ["security/res_users_role_data.xml"],
    "installable": True,
}
