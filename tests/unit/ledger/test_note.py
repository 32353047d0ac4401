"""Signed notes: who signed this text, read strictly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ledger_sample import device_of, key_of
from provesafe.adapters.keys import Ed25519Key, ed25519_accepts
from provesafe.errors import InvariantBroken
from provesafe.ledger import (
    NOTE_SIGNATURE,
    MalformedKeyError,
    MalformedNoteError,
    NoteSignature,
    PublicKey,
    SignatureError,
    SignatureTwiceError,
    UnknownKeyError,
    WeakKeyError,
    decode_base64,
    decode_base64url,
    encode_base64,
    open_note,
    parse_verifier_key,
    sign_note,
    split_note,
)

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "ledger" / "note.json").read_text(encoding="utf-8")
)
KNOWN = VECTORS["known"]
KEY = parse_verifier_key(KNOWN["verifier_key"])
TEXT = KNOWN["text"].encode("utf-8")
NOTE = (KNOWN["text"] + "\n" + KNOWN["line"]).encode("utf-8")


def cases(kind: str) -> list[Any]:
    """Read the vectors of one kind, each with its id."""
    return [pytest.param(case, id=case["id"]) for case in VECTORS[kind]]


def test_the_published_note_opens() -> None:
    """The note that other implementations test with opens under its published key."""
    assert open_note(NOTE, [KEY], ed25519_accepts, unknown_ignored=False) == (TEXT, (KEY,))


def test_the_published_note_is_written_the_same() -> None:
    """Signing the published text with the published private key gives the published bytes."""
    signer = Ed25519Key(bytes.fromhex(KNOWN["seed"])).named(KEY.name)
    assert signer.public_key == KEY.raw
    assert sign_note(TEXT, [signer]) == NOTE


def test_a_verifier_key_is_written_back() -> None:
    """Reading and writing a verifier key gives the published text again."""
    assert str(KEY) == KNOWN["verifier_key"]


def test_a_text_with_empty_lines_is_parted_at_the_last_one() -> None:
    """The text of a note may hold empty lines; the last one parts it from the signatures."""
    text, signatures = split_note(VECTORS["empty_lines"]["note"].encode("utf-8"))
    assert text.decode("utf-8") == VECTORS["empty_lines"]["text"]
    assert [line.name for line in signatures] == [VECTORS["empty_lines"]["name"]]


@pytest.mark.parametrize("case", cases("malformed"))
def test_a_malformed_note_is_refused(case: dict[str, str]) -> None:
    """What is not a signed note in its one form is refused, whoever signed it."""
    with pytest.raises(MalformedNoteError):
        open_note(bytes.fromhex(case["hex"]), [KEY], ed25519_accepts, unknown_ignored=True)


@pytest.mark.parametrize("case", cases("malformed_keys"))
def test_a_malformed_verifier_key_is_refused(case: dict[str, str]) -> None:
    """A verifier key that is not written as it must be is refused."""
    with pytest.raises((MalformedKeyError, WeakKeyError)):
        parse_verifier_key(case["key"])


def test_every_changed_character_of_a_key_is_noticed() -> None:
    """No character of a verifier key can change, and none be cut, without a refusal."""
    text = KNOWN["verifier_key"]
    for at in range(len(text)):
        changed = text[:at] + chr(ord(text[at]) + 1) + text[at + 1 :]
        for wrong in (changed, text[:at], text[at + 1 :]):
            with pytest.raises((MalformedKeyError, WeakKeyError)):
                parse_verifier_key(wrong)


def test_a_known_key_with_a_bad_signature_refuses_the_note() -> None:
    """One good signature does not outweigh a bad one by another known key."""
    ada, cleo = device_of("ada"), device_of("cleo")
    good = sign_note(b"text\n", [ada, cleo])
    lines = split_note(good)[1]
    bad = NoteSignature(lines[1].name, lines[1].key_id, lines[0].value)
    note = b"text\n\n" + f"{lines[0]}{bad}".encode()
    keys = [PublicKey(each.name, NOTE_SIGNATURE, each.public_key) for each in (ada, cleo)]
    assert len(open_note(good, keys, ed25519_accepts, unknown_ignored=False)[1]) == 2
    with pytest.raises(SignatureError):
        open_note(note, keys, ed25519_accepts, unknown_ignored=True)


def test_an_unknown_key_is_ignored_or_refused_as_the_caller_says() -> None:
    """A line by a key that is not known stands by the way in a checkpoint, never in an entry."""
    kit = device_of("kit")
    note = sign_note(TEXT, [kit]) + KNOWN["line"].encode("utf-8")
    assert open_note(note, [KEY], ed25519_accepts, unknown_ignored=True)[1] == (KEY,)
    with pytest.raises(UnknownKeyError):
        open_note(note, [KEY], ed25519_accepts, unknown_ignored=False)


def test_a_name_or_an_id_alone_is_not_the_key() -> None:
    """A line under a known name by another key is an unknown key's line."""
    other = key_of("kit").named(KEY.name)
    with pytest.raises(UnknownKeyError):
        open_note(sign_note(TEXT, [other]), [KEY], ed25519_accepts, unknown_ignored=True)


def test_the_same_key_twice_is_refused() -> None:
    """A key that signs twice refuses the note, though both lines verify."""
    with pytest.raises(SignatureTwiceError):
        open_note(
            NOTE + KNOWN["line"].encode("utf-8"), [KEY], ed25519_accepts, unknown_ignored=True
        )


def test_a_note_without_a_known_signer_is_refused() -> None:
    """No known key is no signature."""
    with pytest.raises(UnknownKeyError):
        open_note(NOTE, [], ed25519_accepts, unknown_ignored=True)


def test_lines_are_written_in_the_order_of_their_names() -> None:
    """The order in which keys sign does not change the bytes."""
    signers = [device_of(name) for name in ("cleo", "ada", "basil")]
    assert sign_note(b"text\n", signers) == sign_note(b"text\n", signers[::-1])


def test_a_note_has_at_most_sixteen_signatures() -> None:
    """Sixteen signatures are read, seventeen refused."""
    lines = [str(split_note(sign_note(b"t\n", [device_of(f"d{n:02}")]))[1][0]) for n in range(17)]
    assert len(split_note(("t\n\n" + "".join(lines[:16])).encode())[1]) == 16
    with pytest.raises(MalformedNoteError):
        split_note(("t\n\n" + "".join(lines)).encode())


def test_a_note_fits_two_bytes_of_length() -> None:
    """A note of 65,535 bytes is read; one byte more is refused."""
    line = KNOWN["line"].encode("utf-8")
    longest = b"x" * (65_535 - len(line) - 2) + b"\n\n" + line
    assert len(longest) == 65_535
    assert split_note(longest)[0].startswith(b"x")
    with pytest.raises(MalformedNoteError):
        split_note(b"x" + longest)


def test_a_text_without_its_newline_is_our_own_mistake() -> None:
    """Signing a text that does not end in a newline is a bug of the caller."""
    with pytest.raises(InvariantBroken):
        sign_note(b"text", [device_of("ada")])


@pytest.mark.parametrize("text", ["QQ", "QQ==\n", "QR==", "Q Q=", "QQ=", "QQ===", "_w==", "é==="])
def test_base64_has_one_form(text: str) -> None:
    """Spare bits, missing padding, spaces and the other alphabet are refused."""
    assert decode_base64(text) is None


@pytest.mark.parametrize("text", ["QQ==", "QR", "+w", "/w", "Q", "Q Q", "QQ\n", "é"])
def test_base64url_has_one_form(text: str) -> None:
    """Padding, spare bits and the other alphabet are refused."""
    assert decode_base64url(text) is None


def test_base64_is_read_back() -> None:
    """What is written is read: every byte value, every length to 300."""
    data = bytes(range(256)) + b"\xff" * 44
    assert all(decode_base64(encode_base64(data[:n])) == data[:n] for n in range(301))
