"""What the prover says when it cannot answer."""

from __future__ import annotations

from provesafe.errors import CannotSayError, InputError

__all__ = ["ProtocolError", "TooLargeError", "TreeError"]


class TreeError(InputError):
    """A fault tree is not one that can be read: the XML, a name, a number or the shape."""

    code = "prover.tree"


class ProtocolError(InputError):
    """A protocol file says something it cannot, or leaves out what it must say."""

    code = "prover.protocol"


class TooLargeError(CannotSayError):
    """The question outgrew its limit: nothing follows from that, neither yes nor no."""

    code = "prover.too_large"
