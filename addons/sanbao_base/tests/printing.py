"""What stands on a printed form."""

import subprocess


def printed_text(env, report, records):
    """The text of a form in Chinese as it is printed, by pdftotext (poppler).

    Columns stand side by side as on the paper.
    """
    reports = env["ir.actions.report"].with_context(
        force_report_rendering=True, lang="zh_CN"
    )
    pdf, _kind = reports._render_qweb_pdf(report, records.ids)
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()
