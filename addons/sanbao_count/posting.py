"""The token of a posting: only Python code of this server can hold it.

A context that arrives by RPC is JSON: it can name the key but never hold the object.
"""

POSTING_KEY = "sanbao_posting"


class Posting:
    """Which difference each quant is adjusted for: ``{quant id: difference line id}``."""

    __slots__ = ("lines",)

    def __init__(self, lines):
        self.lines = lines

    @classmethod
    def of(cls, env):
        """The posting that runs in this environment, or None."""
        posting = env.context.get(POSTING_KEY)
        return posting if isinstance(posting, cls) else None
