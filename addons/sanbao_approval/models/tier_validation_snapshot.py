import hashlib

from markupsafe import Markup

from odoo import api, models
from odoo.tools import float_repr, html2plaintext
from odoo.tools.misc import format_amount, format_date, format_datetime

from ..engine import HOLD_KEY, Hold, as_engine

DEFAULT_DIGITS = 6
TEXT_LENGTH = 200


class TierValidation(models.AbstractModel):
    """What exactly is approved: the declared content, kept when it is submitted."""

    _inherit = "tier.validation"

    # Names of fields, lines as ``line_ids.quantity``. Empty: the content is not watched.
    _approval_fields = ()

    @api.model
    def _approval_tree(self):
        """``{field: [field of its lines]}`` of the declared content."""
        tree = {}
        company_field = self._tier_validation_company_field
        if self._approval_fields and company_field in self._fields:
            tree[company_field] = []
        for path in self._approval_fields:
            head, _dot, tail = path.partition(".")
            tree.setdefault(head, [])
            if tail:
                tree[head].append(tail)
        return tree

    def _sanbao_neutral(self):
        """The document as everybody sees it: no access rights, no tricks by context."""
        # The comparison is of all the content, also what the writer may not read.
        return self.sudo().with_context(
            active_test=True, bin_size=False, lang=None, tz=None
        )

    def _sanbao_content(self):
        """``{field: value or {line id: {field: value}}}``, made of plain JSON."""
        self.ensure_one()
        content = {}
        document = self._sanbao_neutral().with_company(self._get_company())
        for name, tails in self._approval_tree().items():
            if tails:
                document._sanbao_read_lines(name)
                content[name] = document._sanbao_line_content(name, tails)
            else:
                content[name] = _raw(document, name)
        return content

    def _sanbao_line_content(self, name, tails):
        """``{line id: {field: value}}`` of the lines in the field ``name``."""
        return {
            str(line.id): {tail: _raw(line, tail) for tail in tails}
            for line in self[name]
        }

    def _sanbao_words(self):
        """The same as people read it, with the name of each line."""
        self.ensure_one()
        words = {}
        # What was submitted is all of it, not what its reader may see.
        document = self.sudo().with_context(active_test=True)
        for name, tails in self._approval_tree().items():
            if name == self._tier_validation_company_field:
                continue  # it is not deleted: its name is looked up when it changed
            if tails:
                words[name] = {
                    str(line.id): {
                        "": line.display_name,
                        **{tail: _in_words(line, tail) for tail in tails},
                    }
                    for line in document[name]
                }
            else:
                words[name] = _in_words(document, name)
        return words

    def _sanbao_take_snapshot(self):
        for record in self:
            if record._approval_fields:
                record.sanbao_approval_snapshot = {
                    "content": record._sanbao_content(),
                    "words": record._sanbao_words(),
                }

    def _sanbao_stale(self):
        """Whether the content differs from what was submitted."""
        self.ensure_one()
        if not self._approval_fields:
            return False
        # The comparison must not depend on what the user may read.
        snapshot = self.sudo().sanbao_approval_snapshot
        return not snapshot or snapshot["content"] != self._sanbao_content()

    def _sanbao_changes(self):
        """``[(label, before, after)]`` since the content was submitted."""
        self.ensure_one()
        # As above: all of it counts.
        snapshot = self.sudo().sanbao_approval_snapshot or {}
        old, old_words = snapshot.get("content", {}), snapshot.get("words", {})
        new, new_words = self._sanbao_content(), self._sanbao_words()
        changes = []
        for name, tails in self._approval_tree().items():
            if old.get(name) == new[name]:
                continue
            label = self._fields[name]._description_string(self.env)
            if tails:
                before, after = old_words.get(name) or {}, new_words[name]
                changes += self._sanbao_line_changes(name, label, tails, before, after)
            elif name == self._tier_validation_company_field:
                companies = (old.get(name), new[name])
                changes.append((label, *map(self._sanbao_company_name, companies)))
            else:
                changes.append((label, old_words.get(name, ""), new_words[name]))
        return changes

    def _sanbao_company_name(self, ids):
        # Also of a company that the user does not work in.
        return self.env["res.company"].sudo().browse(ids).display_name or ""

    def _sanbao_line_changes(self, name, label, tails, before, after):
        model = self.env[self._fields[name].comodel_name]
        labels = {t: model._fields[t]._description_string(self.env) for t in tails}
        changes = []
        for line_id in {**before, **after}:
            old, new = before.get(line_id), after.get(line_id)
            title = f"{label} “{(new or old)['']}”"
            if not (old and new):
                words = ", ".join(f"{labels[t]} {(old or new)[t]}" for t in tails)
                changes.append((title, words if old else "", words if new else ""))
                continue
            changes += [
                (f"{title} {labels[tail]}", old[tail], new[tail])
                for tail in tails
                if old[tail] != new[tail]
            ]
        return changes

    # === Changes after submission ===

    def _sanbao_watched(self):
        """The documents whose content must not change unnoticed any more."""
        if not self._approval_fields:
            return self.browse()
        return self.filtered(
            lambda record: (
                record.review_ids and record[record._state_field] in record._state_from
            )
        )

    def write(self, vals):
        self._sanbao_refuse_protected(vals)
        if vals.keys() <= set(self._approval_protected):
            return super().write(vals)
        watched = self._sanbao_watched()
        if not watched:
            return super().write(vals)
        held = self.with_context(**{HOLD_KEY: Hold(watched)})
        result = super(TierValidation, held).write(vals)
        watched._sanbao_recheck()
        return result

    def _sanbao_recheck(self):
        """Reopen those documents whose content is not what was submitted."""
        for record in Hold.release(self):
            if record._sanbao_stale():
                record._sanbao_reopen()

    def _sanbao_reopen(self):
        """Drop the approval of changed content and say in the chatter what changed."""
        self.ensure_one()
        # First the document, then its activities and steps, as deciding does: whoever
        # decides at this moment waits instead of meeting us half way.
        self._sanbao_lock()
        changes = self._sanbao_changes()
        engine = as_engine(self)
        self._sanbao_forget_activities()
        engine._sanbao_engine_reviews().unlink()
        engine.sanbao_approval_snapshot = False
        self._sanbao_log(self._sanbao_change_note(changes))
        return changes

    def _sanbao_change_note(self, changes):
        rows = Markup().join(
            Markup("<li>%s: %s → %s</li>") % (label, before or "–", after or "–")
            for label, before, after in changes
        )
        return Markup("<p>%s</p><ul>%s</ul>") % (
            self.env._("Changed after it was submitted; the approval starts again."),
            rows,
        )


def _raw(record, name):
    field, value = record._fields[name], record[name]
    if field.type in ("many2one", "one2many", "many2many"):
        return sorted(value.ids)
    if field.type == "monetary":
        currency = record[field.get_currency_field(record)]
        return float_repr(value, _decimal_places(currency))
    if field.type == "float":
        digits = field.get_digits(record.env)
        return float_repr(value, digits[1] if digits else DEFAULT_DIGITS)
    if field.type == "binary":
        return hashlib.sha256(value).hexdigest() if value else ""
    if field.type in ("boolean", "integer"):
        return value
    return str(value) if value else ""


def _decimal_places(currency):
    if not currency:
        return 2
    known = currency.get_all_currencies().get(currency.id)
    return known["digits"][1] if known else currency.decimal_places


def _in_words(record, name):
    """A value as a person reads it, in the language and time zone of the environment."""
    field, value, env = record._fields[name], record[name], record.env
    if field.type in ("many2one", "one2many", "many2many"):
        value.fetch(["display_name"])  # the name, not the whole record
        return ", ".join(value.mapped("display_name"))
    if field.type == "monetary":
        currency = record[field.get_currency_field(record)]
        return format_amount(env, value, currency) if currency else str(value)
    if field.type == "boolean":
        return env._("Yes") if value else env._("No")
    if field.type in ("integer", "float"):
        return f"{value:g}" if abs(value) < 1e6 else str(value)
    if not value:
        return ""
    if field.type == "selection":
        return dict(field._description_selection(env)).get(value, value)
    if field.type == "date":
        return format_date(env, value)
    if field.type == "datetime":
        return format_datetime(env, value)
    if field.type == "binary":
        return env._("(file)")
    text = html2plaintext(value) if field.type == "html" else str(value)
    return text[:TEXT_LENGTH]
