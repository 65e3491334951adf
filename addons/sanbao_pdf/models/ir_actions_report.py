import functools
import io
import logging
from urllib.parse import urlsplit

from psycopg2.errors import ReadOnlySqlTransaction

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

# An engine is None where its package or, OSError, a library of it is missing.
try:
    from ..pdf import weasyprint_engine
    from ..pdf.fetcher import ReportFetcher
    from ..pdf.parts import PartBuilder
except (ImportError, OSError) as missing:
    weasyprint_engine = None
    _logger.warning(
        "WeasyPrint cannot be loaded (%s). Reports are printed by wkhtmltopdf: "
        "install the Python package weasyprint and the library pango.",
        missing,
    )
try:
    from ..pdf import plutoprint_engine
except (ImportError, OSError) as missing:
    plutoprint_engine = None
    _logger.warning(
        "PlutoPrint cannot be loaded (%s). WeasyPrint prints forms, which takes several "
        "times as long: install the Python packages plutoprint, pypdf and fonttools.",
        missing,
    )

PLUTOPRINT = "plutoprint"
WEASYPRINT = "weasyprint"
WKHTMLTOPDF = "wkhtmltopdf"
PARAMETER = "sanbao_pdf.engine"


@functools.cache  # once, not for each document
def _say_missing(wanted, used):
    _logger.warning("%s is missing: %s prints instead", wanted, used)


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    sanbao_pdf_engine = fields.Selection(
        selection=[
            (PLUTOPRINT, "PlutoPrint"),
            (WEASYPRINT, "WeasyPrint"),
            (WKHTMLTOPDF, "wkhtmltopdf"),
        ],
        string="PDF Engine",
        help="What makes the PDF of this report. PlutoPrint is the fastest; it prints "
        "forms with style sheets of their own, and leaves other documents to WeasyPrint. "
        "Empty: the engine named by the system parameter sanbao_pdf.engine, PlutoPrint "
        "unless changed.",
    )

    def _sanbao_pdf_engine(self):
        """Return the engine that prints this report (empty recordset: that prints when
        nothing else is said). An engine that is missing is replaced by the next one."""
        # System parameters are not readable for users.
        parameters = self.env["ir.config_parameter"].sudo()
        wanted = self.sanbao_pdf_engine or parameters.get_param(PARAMETER, PLUTOPRINT)
        there = [
            engine
            for engine, is_there in (
                (PLUTOPRINT, plutoprint_engine and weasyprint_engine),
                (WEASYPRINT, weasyprint_engine),
                # What core itself finds, not our own answer below.
                # pylint: disable-next=super-method-mismatch
                (WKHTMLTOPDF, super().get_wkhtmltopdf_state() != "install"),
            )
            if is_there
        ] or [WKHTMLTOPDF]  # it says itself what to install
        if wanted in there:
            return wanted
        _say_missing(wanted, there[0])
        return there[0]

    @api.model
    def get_wkhtmltopdf_state(self):
        """Say to the web client that PDFs can be made, whatever wkhtmltopdf's state."""
        return "ok" if weasyprint_engine else super().get_wkhtmltopdf_state()

    def _sanbao_pdf_needs_split(self):
        """Whether other code needs one PDF per record: to store it as attachment or to
        put files into it (invoices, orders). To be extended by addons that do so."""
        return bool(self.attachment) or self.model in (
            "account.move",
            "purchase.order",
            "sale.order",
        )

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if (
            len(res_ids or []) < 2
            or len(res_ids) != len(set(res_ids))
            or report._sanbao_pdf_engine() == WKHTMLTOPDF
        ):
            return super()._render_qweb_pdf_prepare_streams(
                report_ref, data, res_ids=res_ids
            )
        if not report._sanbao_pdf_needs_split():
            return self._sanbao_pdf_one_stream(report, report_ref, data, res_ids)
        streams = {}
        for res_id in res_ids:
            # Odoo cuts a PDF of many records by the bookmarks that wkhtmltopdf makes.
            streams.update(
                super()._render_qweb_pdf_prepare_streams(
                    report_ref, dict(data or {}), res_ids=[res_id]
                )
            )
        return streams

    def _get_rendering_context(self, report, docids, data):
        """Tell templates whether copies may be said by ``data-pdf-copy``."""
        values = super()._get_rendering_context(report, docids, data)
        values["pdf_copies"] = (
            values.get("report_type") == "pdf"
            and report._sanbao_pdf_engine() != WKHTMLTOPDF
        )
        return values

    def _sanbao_pdf_one_stream(self, report, report_ref, data, res_ids):
        """Print all records into one PDF, with one set of fonts."""
        data = {"report_type": "pdf", "debug": False, **(data or {})}
        html = self.with_context(debug=False)._render_qweb_html(
            report_ref, res_ids, data=data
        )[0]
        bodies, _ids, header, footer, args = report.with_context(
            debug=False
        )._prepare_html(html, report_model=report.model)
        pdf = self._run_wkhtmltopdf(
            bodies,
            report_ref=report_ref,
            header=header,
            footer=footer,
            landscape=self.env.context.get("landscape"),
            specific_paperformat_args=args,
        )
        return {False: {"stream": io.BytesIO(pdf), "attachment": None}}

    def _run_wkhtmltopdf(
        self,
        bodies,
        report_ref=False,
        header=None,
        footer=None,
        landscape=False,
        specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        report = self._get_report(report_ref) if report_ref else self
        engine = report._sanbao_pdf_engine()
        if engine == WKHTMLTOPDF:
            return super()._run_wkhtmltopdf(
                bodies,
                report_ref=report_ref,
                header=header,
                footer=footer,
                landscape=landscape,
                specific_paperformat_args=specific_paperformat_args,
                set_viewport_size=set_viewport_size,
            )
        base_url = self._get_report_url()
        hosts = self._sanbao_pdf_own_hosts(base_url)
        builder = PartBuilder(report, base_url, hosts, self._sanbao_pdf_bundle_css)
        parts = builder.build(
            bodies, header, footer, landscape, specific_paperformat_args
        )
        fetcher = ReportFetcher(self.env, hosts)
        if engine == PLUTOPRINT and all(part.is_form for part in parts):
            forms = [part.html for part in parts]
            return plutoprint_engine.render(forms, base_url, fetcher)
        return weasyprint_engine.render(parts, base_url, fetcher)

    @api.model
    def _sanbao_pdf_own_hosts(self, base_url):
        """Return the host names by which templates call this server; their addresses
        are answered without a request."""
        return {urlsplit(url).netloc for url in (base_url, self.get_base_url())}

    @api.model
    def _sanbao_pdf_bundle_css(self, path):
        """Return the CSS of an asset bundle by its address ``/web/assets/…``."""
        assets = self.env["ir.asset"]
        debug = not path.endswith(".min.css")
        name, rtl, _kind, autoprefix = assets._parse_bundle_name(
            path.rpartition("/")[2], debug
        )
        bundle = self.env["ir.qweb"]._get_asset_bundle(
            name,
            css=True,
            js=False,
            debug_assets=debug,
            rtl=rtl,
            autoprefix=autoprefix,
            assets_params=assets._get_asset_params(),
        )
        if self.env.cr.readonly and not bundle.get_attachments(
            "css" if debug else "min.css"
        ):
            # Nobody asked for it yet: it is made and stored now. At this error the web
            # server repeats the request with a cursor that may write.
            raise ReadOnlySqlTransaction("a style sheet of reports is to be stored")
        # Bundles are attachments of the superuser, public in the web client.
        return bundle.css().sudo().raw.decode()
