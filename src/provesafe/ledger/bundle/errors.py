"""What can be wrong with the files of a bundle, beside what is wrong with the record in them."""

from __future__ import annotations

from provesafe.ledger.errors import RecordFaultError

__all__ = [
    "DisclosureFaultError",
    "FileChangedError",
    "FileExtraError",
    "FileMissingError",
    "FileNameError",
    "FileSizeError",
    "ManifestError",
    "QuorumError",
    "TextsChangedError",
    "TileError",
]


class FileNameError(RecordFaultError):
    """A file whose name does not belong in a bundle: absolute, a link, twice, or of no kind."""

    code = "ledger.file_name"


class FileSizeError(RecordFaultError):
    """A file longer than one of its kind can be, or of another length than the manifest says."""

    code = "ledger.file_size"


class FileMissingError(RecordFaultError):
    """A file that the record or the manifest asks for is not there."""

    code = "ledger.file_missing"


class FileExtraError(RecordFaultError):
    """A file that neither the record nor the manifest asks for."""

    code = "ledger.file_extra"


class FileChangedError(RecordFaultError):
    """A file whose bytes are not those that the manifest was signed over."""

    code = "ledger.file_changed"


class ManifestError(RecordFaultError):
    """The manifest cannot be read, or is of another record than the files beside it."""

    code = "ledger.manifest"


class TileError(RecordFaultError):
    """A tile that does not hold what the entries give."""

    code = "ledger.tile"


class DisclosureFaultError(RecordFaultError):
    """A disclosure that no digest in its entry fits, or that stands there twice."""

    code = "ledger.disclosure"


class TextsChangedError(RecordFaultError):
    """Texts kept under a digest that is not theirs."""

    code = "ledger.texts_changed"


class MediaChangedError(RecordFaultError):
    """A picture or a note that is not the one an entry names, or that none names."""

    code = "ledger.media_changed"


class QuorumError(RecordFaultError):
    """Fewer witnesses vouch for the record than the policy asks for."""

    code = "ledger.quorum"
