"""The numbers on the buttons of a form, of several models, in one statement."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.tools import SQL


@dataclass
class Counted:
    """``name`` shows how many records of ``model`` point to the document by ``link``.

    ``by`` is the many2one of the document that they point to instead; ``domain`` says
    which of them count. Several with the same name are added up.
    """

    name: str
    model: BaseModel
    link: str
    by: str = "id"
    domain: list = field(default_factory=list)

    def query(self, documents):
        """Return the query of the counted records, or None where there are none."""
        ids = documents.ids if self.by == "id" else documents[self.by].ids
        # What the user may not read is not counted.
        if not ids or not self.model.has_access("read"):
            return None
        query = self.model._search(Domain(self.link, "in", ids) & Domain(self.domain))
        return None if query.is_empty() else query

    def count(self, counts, document):
        """Return the part of ``counts`` that belongs to a document."""
        target = document if self.by == "id" else document[self.by]
        return counts[target._origin.id]


def fill_counts(documents, wanted):
    """Compute the fields of ``wanted``, a list of :class:`Counted`."""
    counts, selects = defaultdict(Counter), []
    for number, counted in enumerate(wanted):
        query, model = counted.query(documents), counted.model
        if query is not None:  # asked for its truth, a query would run
            query.groupby = link = model._field_to_sql(query.table, counted.link, query)
            selects.append(query.select(SQL("%s", number), link, SQL("COUNT(*)")))
    if selects:
        union = SQL(" UNION ALL ").join(SQL("(%s)", select) for select in selects)
        for number, id_, count in documents.env.execute_query(union):
            counts[number][id_] = count
    for document in documents:
        total = Counter()
        for number, counted in enumerate(wanted):
            total[counted.name] += counted.count(counts[number], document)
        for name, value in total.items():
            document[name] = value
