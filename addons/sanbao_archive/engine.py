"""The mark of writes that this addon makes itself.

A caller from outside can send any context key, but never this very object.
"""

KEY = "sanbao_archive_engine"
TOKEN = object()


def as_engine(records):
    """The same records, allowed to write what people may not type."""
    return records.with_context(**{KEY: TOKEN})


def is_engine(env):
    """Whether this addon itself is at work."""
    return env.context.get(KEY) is TOKEN
