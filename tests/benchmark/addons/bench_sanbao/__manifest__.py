{
    "name": "Benchmark: bench_sanbao",
    "summary": "The same document with our approval",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": ["sanbao_approval", "mail"],
    "data": ["security/ir.model.access.csv"],
    "installable": True,
}
