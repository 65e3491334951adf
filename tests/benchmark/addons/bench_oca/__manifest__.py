{
    "name": "Benchmark: bench_oca",
    "summary": "Document with OCA's approval, to be measured",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": ["base_tier_validation", "mail"],
    "data": ["security/ir.model.access.csv"],
    "installable": True,
}
