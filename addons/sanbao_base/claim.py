"""Two requests that would each make the same document: only one of them does."""

from odoo.tools import SQL


def claim(records):
    """Let the later of two requests about these records wait, fail and be repeated.

    To lock a row is not enough where something new is made: whoever waited for the lock
    goes on with the database as it was before, and makes it once more. A changed row is
    refused to him; Odoo repeats his request, which then finds what the first one made.
    """
    if records.ids:
        records.env.cr.execute(
            SQL(
                "UPDATE %s SET id = id WHERE id IN %s",
                SQL.identifier(records._table),
                tuple(records.ids),
            )
        )
