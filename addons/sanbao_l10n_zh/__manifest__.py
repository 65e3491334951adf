{
    "name": "Sanbao Chinese terms",
    "summary": "Simplified Chinese for the OCA addons and for gaps of Odoo's own",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": ["base"],
    "post_load": "post_load",
    "post_init_hook": "post_init_hook",
}
