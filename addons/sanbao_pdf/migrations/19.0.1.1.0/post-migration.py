def migrate(cr, version):
    """PlutoPrint prints forms now; who chose wkhtmltopdf keeps it."""
    cr.execute(
        "UPDATE ir_config_parameter SET value = 'plutoprint'"
        " WHERE key = 'sanbao_pdf.engine' AND value = 'weasyprint'"
    )
