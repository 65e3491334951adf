import itertools

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, Query, unique
from odoo.tools.constants import PREFETCH_MAX

from ..engine import as_engine


class LockingQuery(Query):
    """A query whose rows stay locked until the transaction ends."""

    def select(self, *args):
        return SQL("%s FOR UPDATE", super().select(*args))


class TierValidation(models.AbstractModel):
    """What a button needs to know: the document and its steps, each in one statement."""

    _inherit = "tier.validation"

    def _sanbao_lock(self):
        """Make others who act on these documents wait until this transaction ends.

        Whoever waited then works on changed rows: PostgreSQL refuses, Odoo repeats the
        request, and the repeated one sees what was done.

        The same statement reads the documents: what follows needs no other.
        """
        ids = tuple(self.ids)
        if not ids:
            return
        query = LockingQuery(self.env, self._table, self._table_sql)
        query.add_where(SQL("%s IN %s", SQL.identifier(self._table, "id"), ids))
        query.order = SQL.identifier(self._table, "id")
        # A lock is no answer: whoever may not read the document is told so afterwards.
        documents = self.sudo()
        columns = documents._determine_fields_to_fetch()
        snapshot = self._fields["sanbao_approval_snapshot"]
        documents._fetch_query(query, [*columns, snapshot])

    @api.model
    def _get_company(self):
        # OCA looks up the user's company even where the document has its own.
        name = self._tier_validation_company_field
        company = self[name] if self and name in self._fields else None
        return company or super()._get_company()

    def _sanbao_engine_reviews(self):
        """The steps of these documents, as the engine sees them."""
        engine = as_engine(self)
        unread = engine._sanbao_unread("review_ids")
        if unread:
            reviews = engine.env["tier.review"]._sanbao_read_of(unread)
            unread._sanbao_keep("review_ids", reviews, lambda review: review.res_id)
        return engine.review_ids

    def _sanbao_read_lines(self, name):
        """Read the lines of the documents; the ORM would ask for their ids first."""
        field = self._fields[name]
        unread = field.type == "one2many" and self._sanbao_unread(name)
        if unread:
            inverse = field.inverse_name
            context = {"active_test": False, **field.context}
            lines = self.env[field.comodel_name].with_context(**context)
            of_documents = Domain(inverse, "in", unread.ids)
            lines = lines.search_fetch(field.get_comodel_domain(self) & of_documents)
            unread._sanbao_keep(name, lines, lambda line: line[inverse].id)

    def _sanbao_unread(self, name):
        """Documents whose lines are to be read: if these, then all that are at hand."""
        field = self._fields[name]
        if not any(field._cache_missing_ids(self)):
            return self.browse()
        at_hand = self.browse(unique((*self._ids, *self._prefetch_ids)))
        missing = (id_ for id_ in field._cache_missing_ids(at_hand) if id_)
        return self.browse(itertools.islice(missing, PREFETCH_MAX))

    def _sanbao_keep(self, name, lines, document_id):
        """Put lines that were read into the cache."""
        ids = {document.id: [] for document in self}
        for line in lines:
            ids[document_id(line)].append(line.id)
        self._fields[name]._insert_cache(self, map(tuple, ids.values()))
