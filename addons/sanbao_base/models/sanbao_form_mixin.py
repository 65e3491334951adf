import base64
import io
from datetime import datetime

import cn2an
import qrcode

from odoo import api, models
from odoo.tools import format_date, format_datetime

from ..local_time import company_timezone
from ..name_search import few_first

CANCELLED_STATES = ("cancel", "cancelled")


class SanbaoFormMixin(models.AbstractModel):
    """What a form needs to know of the document that it prints.

    Every method may be overridden by the document.
    """

    _name = "sanbao.form.mixin"
    _description = "Document that is printed as a form"

    @api.model
    def _search_display_name(self, operator, value):
        return few_first(self, super()._search_display_name(operator, value))

    def _form_company(self):
        """Return the company whose name stands at the head."""
        self.ensure_one()
        company = self.company_id if "company_id" in self._fields else None
        return company or self.env.company

    def _form_document_number(self):
        """Return the number of the document (text)."""
        self.ensure_one()
        return self.display_name

    def _form_date(self):
        """Return the date of the document (date, or datetime in UTC)."""
        self.ensure_one()
        return self.date if "date" in self._fields else self.create_date

    def _form_signature(self, key):
        """Return who signed in the place ``key``, or None.

        :return: dict with ``name`` (text), ``date`` (date, or datetime in UTC) and
            ``image`` (base64 of the drawn signature); each may be missing
        """

    def _form_is_void(self):
        """Whether the document no longer counts: it is printed with the mark 作废."""
        self.ensure_one()
        return "state" in self._fields and self.state in CANCELLED_STATES

    def _form_qr_url(self):
        """Return the address that the QR code leads to; empty: no QR code."""
        self.ensure_one()
        return f"{self.get_base_url()}/odoo/{self._name}/{self.id}"

    # What templates call; not to be overridden

    def _form_qr_image(self):
        """Return the QR code as ``data:`` address, or None."""
        url = self._form_qr_url()
        if not url:
            return None
        # Readers know all eight masks; finding the best-looking one would take a
        # twentieth of the time of a form.
        code = qrcode.QRCode(border=0, box_size=4, mask_pattern=0)
        code.add_data(url)
        stream = io.BytesIO()
        code.make_image().save(stream, format="PNG")
        return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()

    def _form_signature_cell(self, key):
        """Return ``name``, ``date`` (text) and ``image`` of a signature, as printed."""
        signature = (key and self._form_signature(key)) or {}
        return {
            "name": signature.get("name") or "",
            "date": self._form_day(signature.get("date")),
            "image": signature.get("image"),
        }

    def _form_box(self, checked):
        """Return a box to tick, ticked or not."""
        return "☑" if checked else "□"

    def _form_day(self, value):
        """Return a date, or the company's day of a UTC datetime, as text."""
        if isinstance(value, datetime):
            return self._form_datetime(value, "yyyy-MM-dd")
        return format_date(self.env, value, date_format="yyyy-MM-dd") if value else ""

    def _form_datetime(self, value, pattern="yyyy-MM-dd HH:mm"):
        """Return a UTC datetime as text, in the time zone of the company."""
        zone = company_timezone(self._form_company())
        return format_datetime(
            self.env, value, tz=zone.zone, dt_format=pattern, lang_code="en_US"
        )

    def _form_as_printed(self, record=None):
        """Return the document (or a record on it) with all that stands on the paper.

        Whoever may print a form prints it whole: the names of people, customers and other
        documents on it, though he may not open their records. Templates read through it
        what they print, nothing else.
        """
        return (self if record is None else record).sudo()  # for the reason above

    def _form_amount_words(self, amount, currency):
        """Return an amount of money in words: Chinese capitals for the yuan (壹仟元整),
        the currency's own words for others."""
        if currency.name != "CNY":
            return currency.amount_to_text(amount)
        return cn2an.an2cn(f"{currency.round(amount):.2f}", "rmb")
