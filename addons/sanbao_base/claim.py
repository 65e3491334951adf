"""Two requests at the same moment: the later one sees what the first one did."""

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


def hold(records):
    """Let these records stay as they are until this transaction ends.

    For what a decision stands on, but does not change: several requests may hold the
    same record, whoever wants to change it waits for all of them. If it was changed since
    this request began, PostgreSQL refuses; Odoo repeats the request, which then decides
    by what the record says now.
    """
    if records.ids:
        records.env.cr.execute(
            SQL(
                "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR SHARE",
                SQL.identifier(records._table),
                tuple(records.ids),
            )
        )
