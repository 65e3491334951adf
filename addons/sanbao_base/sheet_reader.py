"""The common part of checking the rows of an import file."""

from .sheet import cell_text


class SheetReader:
    """Rows of a file by the names of their columns, and what is wrong with them.

    A subclass reads one row in ``_read`` and tells each bad cell to ``_wrong``.
    ``errors`` holds tuples (row number, column title, value, message).
    """

    def __init__(self, env, columns, rows, labels):
        self.env = env
        self.labels = labels
        self.errors = []
        self.rows = [
            (number, {name: row[i] for name, i in columns.items() if i < len(row)})
            for number, row in rows
        ]

    def good_rows(self):
        """``[(row number, values)]`` of the rows without any error."""
        good = []
        for number, row in self.rows:
            before = len(self.errors)
            vals = self._read(number, row)
            if len(self.errors) == before:
                good.append((number, vals))
        return good

    def _read(self, number, row):
        raise NotImplementedError

    def _texts(self, *names):
        """What stands in these columns, each text once."""
        cells = {cell_text(row.get(name)) for _n, row in self.rows for name in names}
        return sorted(cells - {""})

    def _wrong(self, number, name, value, message):
        self.errors.append((number, self.labels[name], cell_text(value), message))
