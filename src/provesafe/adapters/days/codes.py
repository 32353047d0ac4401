"""Checkpoints and receipts as codes that a phone reads off paper or another screen.

Packed bytes go as base45 in alphanumeric mode: scanners mangle raw bytes. A checkpoint is 110
bytes, 45 modules a side at level M; a receipt grows by 32 bytes for each doubling of the record, so
that level L keeps it readable.
"""

from __future__ import annotations

import segno

from provesafe.adapters.keys import ed25519_accepts
from provesafe.ledger import PublicKey, pack_checkpoint, pack_receipt, write_base45

__all__ = ["checkpoint_code", "receipt_code"]


def checkpoint_code(note: bytes, log_key: PublicKey) -> str:
    """Write the checkpoint `note` of the record of `log_key` as a QR code's SVG.

    Raises:
        VerificationError: the checkpoint does not verify.
    """
    return _svg(pack_checkpoint(note, log_key, ed25519_accepts), level="m")


def receipt_code(receipt: bytes, entry: bytes, log_key: PublicKey) -> str:
    """Write a `receipt` for an `entry` of the record of `log_key` as a QR code's SVG.

    Raises:
        VerificationError: it is not a receipt for this entry.
    """
    return _svg(pack_receipt(receipt, entry, log_key, ed25519_accepts), level="l")


def _svg(packed: bytes, *, level: str) -> str:
    code = segno.make(write_base45(packed), error=level, mode="alphanumeric", micro=False)
    return str(code.svg_inline(border=4, omitsize=True))
