def migrate(cr, version):
    """``sanbao_purchase`` says which orders are one need; our own day count is gone."""
    code = "compare_sibling_days"  # the application itself deletes no parameter
    cr.execute("DELETE FROM sanbao_parameter WHERE code = %s", [code])
    cr.execute(
        "DELETE FROM ir_model_data WHERE module = 'sanbao_quotation' AND name = %s",
        [f"parameter_{code}"],
    )
