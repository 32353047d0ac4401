"""Checkpoints: size and root of a record, under its origin."""

from __future__ import annotations

import pytest

from ledger_sample import LOG, device_of, key_of
from provesafe.adapters.keys import ed25519_accepts
from provesafe.errors import InvariantBroken
from provesafe.ledger import (
    NOTE_SIGNATURE,
    Checkpoint,
    MalformedCheckpointError,
    OriginError,
    PublicKey,
    UnknownKeyError,
    open_checkpoint,
    parse_checkpoint_text,
    sign_checkpoint,
    sign_note,
)

# SOURCE: C2SP tlog-checkpoint, the example of its first section.
SOFA = b"example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
ORIGIN = "dry-creek.example/log/0123456789abcdef0123456789abcdef"
KEY = PublicKey(ORIGIN, NOTE_SIGNATURE, LOG.public_key)
CHECKPOINT = Checkpoint(origin=ORIGIN, tree_size=7, root_hash=b"\x07" * 32)


def test_the_published_text_is_read_and_written_back() -> None:
    """The example of the specification reads as its three facts and is written the same."""
    checkpoint = parse_checkpoint_text(SOFA)
    assert (checkpoint.origin, checkpoint.tree_size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.root_hash.hex().startswith("0ac5186a9186")
    assert checkpoint.text() == SOFA


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"20852163", b"020852163"),
        (b"20852163", b"+20852163"),
        (b"20852163", b"2085216e3"),
        (b"20852163", "\u0662".encode()),
        (b"20852163", b"9007199254740992"),
        (b"20852163", b""),
        (b"q2I=", b"q2J="),
        (b"q2I=", b"q2I"),
        (b"q2I=", b"q2I=QQ=="),
        (b"CsUYapGGPo4d", b""),
        (b"2I=\n", b"2I=\nextension\n"),
        (b"2I=\n", b"2I=\n\n"),
        (b"2I=\n", b"2I="),
        (b"\n2085", b"\r\n2085"),
        (b"example.com/behind-the-sofa\n", b"\n"),
        (b"behind-the-sofa", b"behind the sofa"),
        (b"behind-the-sofa", b"behind+the+sofa"),
        (b"example.com", b"\xff"),
    ],
)
def test_a_second_form_of_a_checkpoint_is_refused(old: bytes, new: bytes) -> None:
    """Zeros in front, other numbers, loose base64, extension lines and odd origins are refused."""
    assert old in SOFA
    with pytest.raises(MalformedCheckpointError):
        parse_checkpoint_text(SOFA.replace(old, new))


def test_a_signed_checkpoint_opens() -> None:
    """What the log signs, its key opens, and other keys' lines stand by the way."""
    note = sign_checkpoint(CHECKPOINT, LOG.named(ORIGIN))
    witnessed = note + sign_note(b"x\n", [device_of("witness")]).partition(b"\n\n")[2]
    assert open_checkpoint(note, KEY, ed25519_accepts) == CHECKPOINT
    assert open_checkpoint(witnessed, KEY, ed25519_accepts) == CHECKPOINT


def test_another_log_cannot_sign_it() -> None:
    """A log made anew has another key, and its checkpoint does not open."""
    note = sign_checkpoint(CHECKPOINT, key_of("another log").named(ORIGIN))
    with pytest.raises(UnknownKeyError):
        open_checkpoint(note, KEY, ed25519_accepts)


def test_a_checkpoint_of_another_origin_is_refused() -> None:
    """The log's signature under another origin's text does not pass."""
    other = Checkpoint(origin="other.example/log/0", tree_size=7, root_hash=b"\x07" * 32)
    note = sign_note(other.text(), [LOG.named(ORIGIN)])
    with pytest.raises(OriginError):
        open_checkpoint(note, KEY, ed25519_accepts)


def test_a_log_signs_only_under_its_origin() -> None:
    """Signing a checkpoint with another name is our own mistake."""
    with pytest.raises(InvariantBroken):
        sign_checkpoint(CHECKPOINT, LOG.named("other.example/log/0"))


def test_an_entry_is_no_checkpoint() -> None:
    """What a device signed as an entry does not open as a checkpoint, whoever signs it."""
    note = sign_note(b"provesafe.event/v1\n{}\n", [LOG.named(ORIGIN)])
    with pytest.raises(MalformedCheckpointError):
        open_checkpoint(note, KEY, ed25519_accepts)
