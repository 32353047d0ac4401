"""What can be wrong with bytes that claim to be part of a record.

Each fault has its own class and its own `code`, so that a reader can tell a changed byte from a
missing entry. All but the first are `VerificationError`s: keep the bytes, tell a person, never
retry. `index` is the 0-based leaf index of the first wrong entry and `tree_size` the size of the
wrong checkpoint, where one of them is known.
"""

from __future__ import annotations

from provesafe.errors import InputError, VerificationError

__all__ = [
    "BodyChangedError",
    "ChainBranchError",
    "ChainHoleError",
    "ChainRepeatError",
    "CheckpointMissingError",
    "CheckpointSizeError",
    "EntryExtraError",
    "EntryMissingError",
    "EntryOrderError",
    "ForkError",
    "GenesisError",
    "KeyActError",
    "KeyEndedError",
    "MalformedCheckpointError",
    "MalformedEntryError",
    "MalformedKeyError",
    "MalformedNoteError",
    "NotCanonicalError",
    "NotEncodableError",
    "OriginError",
    "ProofMismatchError",
    "ReceivedError",
    "RecordFaultError",
    "RootMismatchError",
    "SeenError",
    "SignatureChangedError",
    "SignatureError",
    "SignatureExtraError",
    "SignatureMissingError",
    "SignatureOrderError",
    "SignatureTwiceError",
    "TimeBackError",
    "TruncatedError",
    "UnknownKeyError",
    "UnsealedError",
    "WeakKeyError",
]


class NotEncodableError(InputError):
    """A value cannot stand in an entry: a float, a large integer, text that is not NFC, …"""

    code = "ledger.not_encodable"


class RecordFaultError(VerificationError):
    """Something in a record does not check; the subclasses say what."""

    code = "ledger.fault"

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        index: int | None = None,
        tree_size: int | None = None,
        file: str = "",
    ) -> None:
        """
        Args:
            message: what is wrong, in one sentence without a full stop.
            hint: what to do now.
            index: 0-based leaf index of the first wrong entry, when one is known.
            tree_size: size of the wrong checkpoint, when it is a checkpoint that is wrong.
            file: path of the wrong file, in a bundle.
        """
        super().__init__(message, hint=hint)
        self.index = index
        self.tree_size = tree_size
        self.file = file

    def place(self) -> str:
        """Give file, entry and checkpoint, as far as they are known."""
        parts = [self.file] if self.file else []
        if self.index is not None:
            parts.append(f"entry {self.index}")
        if self.tree_size is not None:
            parts.append(f"checkpoint of size {self.tree_size}")
        return ", ".join(parts)

    def __str__(self) -> str:
        where = f"`{self.file}`: " if self.file else ""
        return where + self._in_record()

    def _in_record(self) -> str:
        if self.index is not None:
            return f"entry {self.index}: {super().__str__()}"
        if self.tree_size is not None:
            return f"checkpoint of size {self.tree_size}: {super().__str__()}"
        return super().__str__()


class NotCanonicalError(RecordFaultError):
    """JSON that is not in the one form its value has; two readers could differ over it."""

    code = "ledger.not_canonical"


class MalformedKeyError(RecordFaultError):
    """Text or bytes that are not a public key of a kind we know."""

    code = "ledger.malformed_key"


class WeakKeyError(RecordFaultError):
    """A public key of low order or in a second encoding: anybody can sign for it, or libraries
    differ over it."""

    code = "ledger.weak_key"


class MalformedNoteError(RecordFaultError):
    """Bytes that are not a signed note."""

    code = "ledger.malformed_note"


class MalformedCheckpointError(RecordFaultError):
    """A note whose text is not a checkpoint."""

    code = "ledger.malformed_checkpoint"


class MalformedEntryError(RecordFaultError):
    """A note whose text is not an entry, or an entry without the fields its class asks for."""

    code = "ledger.malformed_entry"


class UnknownKeyError(RecordFaultError):
    """A signature by a key that the record does not know at this place."""

    code = "ledger.unknown_key"


class SignatureError(RecordFaultError):
    """A known key's signature does not verify: the text or the signature has been changed."""

    code = "ledger.signature"


class BodyChangedError(SignatureError):
    """The signature does not verify, and the device's next entry shows that the text changed."""

    code = "ledger.body_changed"


class SignatureChangedError(SignatureError):
    """The signature does not verify, and the device's next entry shows that the text is intact."""

    code = "ledger.signature_changed"


class SignatureTwiceError(RecordFaultError):
    """One key signs the same note twice."""

    code = "ledger.signature_twice"


class SignatureMissingError(RecordFaultError):
    """A key that the entry rests on has not signed it."""

    code = "ledger.signature_missing"


class SignatureExtraError(RecordFaultError):
    """A key that the entry does not rest on has signed it."""

    code = "ledger.signature_extra"


class SignatureOrderError(RecordFaultError):
    """The signature lines are not in their one order."""

    code = "ledger.signature_order"


class ProofMismatchError(RecordFaultError):
    """A Merkle proof does not lead to the root it was given for."""

    code = "ledger.proof_mismatch"


class ChainHoleError(RecordFaultError):
    """A device's counter jumps: at least one of its entries is not there."""

    code = "ledger.chain_hole"


class ChainRepeatError(RecordFaultError):
    """A device's counter repeats: an entry stands twice, or two share one place."""

    code = "ledger.chain_repeat"


class ChainBranchError(RecordFaultError):
    """A device's entry does not follow the body that stands before it in its chain."""

    code = "ledger.chain_branch"


class SeenError(RecordFaultError):
    """An entry says it saw a checkpoint that this record never had."""

    code = "ledger.seen"


class GenesisError(RecordFaultError):
    """The first entry is not a genesis, or a genesis stands elsewhere."""

    code = "ledger.genesis"


class OriginError(RecordFaultError):
    """A checkpoint or a record carries another origin than the one asked for."""

    code = "ledger.origin"


class KeyActError(RecordFaultError):
    """A `key` entry does what this version does not know, or what those who signed it may not."""

    code = "ledger.key_act"


class ConcernsKeyError(RecordFaultError):
    """The key that enters concerns signs something else, or stands beside somebody."""

    code = "ledger.concerns_key"


class KeyEndedError(RecordFaultError):
    """A key signs behind the entry that rotated, retired or revoked it."""

    code = "ledger.key_ended"


class OwnKeyError(RecordFaultError):
    """Somebody stands for an entry by a device that the record gives to another person."""

    code = "ledger.own_key"


class ReceivedError(RecordFaultError):
    """A `received` entry is not by the recorder or does not begin where the last one ended."""

    code = "ledger.received"


class TimeBackError(RecordFaultError):
    """A `received` entry is dated before the one that stands before it."""

    code = "ledger.time_back"


class EntryMissingError(RecordFaultError):
    """There are fewer entries than `received` or a chain counted."""

    code = "ledger.entry_missing"


class EntryExtraError(RecordFaultError):
    """There are more entries than `received` counted."""

    code = "ledger.entry_extra"


class EntryOrderError(RecordFaultError):
    """Entries stand in another order than the one that was signed."""

    code = "ledger.entry_order"


class RootMismatchError(RecordFaultError):
    """The entries do not hash to the root that the checkpoint signs."""

    code = "ledger.root_mismatch"


class CheckpointMissingError(RecordFaultError):
    """A commit of the record has no checkpoint."""

    code = "ledger.checkpoint_missing"


class CheckpointSizeError(RecordFaultError):
    """A checkpoint stands at a size where no commit ends, or out of order."""

    code = "ledger.checkpoint_size"


class TruncatedError(RecordFaultError):
    """The record ends before the size that a checkpoint signs."""

    code = "ledger.truncated"


class UnsealedError(RecordFaultError):
    """Entries stand behind the last checkpoint: nobody has vouched for them."""

    code = "ledger.unsealed"


class ForkError(RecordFaultError):
    """The record and a checkpoint held elsewhere cannot both be right."""

    code = "ledger.fork"
