"""What can be wrong with a file of facts."""

from __future__ import annotations

from provesafe.errors import InputError

__all__ = ["TraceFileError"]


class TraceFileError(InputError):
    """A file of facts is malformed, or does not fit the signature; the place is said."""

    code = "exchange.trace_file"
