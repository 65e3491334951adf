{
    "name": "Sanbao Demo Company",
    "summary": "An invented maker of sanitation vehicles and fire engines, with its cases",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": ["sanbao"],
    "post_init_hook": "post_init_hook",
}
