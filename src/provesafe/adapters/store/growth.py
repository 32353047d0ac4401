"""Is this checkpoint the one that these bytes make, on top of what is stored?

Asked by every store before it keeps a commit. The writer has just worked out the same: a bit that
flips between its memory and the disk would otherwise be sealed into the record for ever, as has
happened to public logs.
"""

from __future__ import annotations

from collections.abc import Sequence

from provesafe.adapters.store.errors import StoreHeadError
from provesafe.errors import InputError
from provesafe.ledger import (
    Checkpoint,
    Frontier,
    RecordFaultError,
    leaf_hash,
    parse_checkpoint_text,
    split_note,
)

__all__ = ["grow", "read_checkpoint"]


def grow(frontier: Frontier, entries: Sequence[bytes], checkpoint: bytes) -> Frontier:
    """Append entries to a frontier and hold the result against the checkpoint.

    Raises:
        InputError: there are no entries.
        StoreHeadError: the checkpoint is of another size or root.
    """
    if not entries:
        raise InputError("a commit holds at least one entry")
    grown = frontier.extend(map(leaf_hash, entries))
    signed = read_checkpoint(checkpoint)
    if (signed.tree_size, signed.root_hash) != (grown.size, grown.root()):
        raise StoreHeadError(
            "the checkpoint is not the one that these entries make; nothing was recorded"
        )
    return grown


def read_checkpoint(note: bytes) -> Checkpoint:
    """Read a stored checkpoint's text; its signature is `verify`'s to check.

    Raises:
        StoreHeadError: it is not a checkpoint.
    """
    try:
        return parse_checkpoint_text(split_note(note)[0])
    except RecordFaultError as error:
        raise StoreHeadError(f"the newest checkpoint cannot be read: {error.message}") from None
