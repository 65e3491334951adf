"""Tokens that only Python code of this server can hold.

A context that arrives by RPC is JSON: it can name these keys but never hold these
objects, so a comparison by identity or by class cannot be forged from outside.
"""

ENGINE_KEY = "sanbao_engine"
HOLD_KEY = "sanbao_hold"


class _Engine:
    __slots__ = ()


ENGINE = _Engine()


def is_engine(env):
    """Whether this environment belongs to the approval engine."""
    return env.context.get(ENGINE_KEY) is ENGINE


def as_engine(records):
    """The records as the engine sees them: above access rights, allowed to write reviews."""
    # Reviews and approval states have no writer among the users; the engine is the only
    # one, and it has checked by now who acts.
    if is_engine(records.env) and records.env.su:
        return records
    return records.sudo().with_context(**{ENGINE_KEY: ENGINE})


class Hold:
    """Documents whose own ``write`` compares the content once, after all lines."""

    __slots__ = ("keys",)

    def __init__(self, documents):
        self.keys = {(documents._name, document_id) for document_id in documents.ids}

    @classmethod
    def release(cls, documents):
        """The documents that no running ``write`` is going to compare itself."""
        hold = documents.env.context.get(HOLD_KEY)
        if not isinstance(hold, cls):
            return documents
        return documents.filtered(lambda d: (d._name, d.id) not in hold.keys)
