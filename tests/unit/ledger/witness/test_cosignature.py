"""Witnesses' lines on checkpoints."""

from __future__ import annotations

import pytest

from bundled import HQ, PHONE, UNION, with_cosignatures, witness_key
from ledger_sample import Sample, key_of
from provesafe.adapters.keys import ed25519_accepts
from provesafe.ledger import (
    COSIGNATURE,
    PublicKey,
    SignatureError,
    SignatureTwiceError,
    cosign,
    open_cosignatures,
    split_note,
)

NOTE = Sample.begin().checkpoints[0]
KEYS = [witness_key(each) for each in (HQ, UNION, PHONE)]


def test_a_cosignature_signs_its_time_and_the_three_lines() -> None:
    """What a witness signs is the text that the standard gives, and nothing else."""
    text, _ = split_note(NOTE)
    line = cosign(text, HQ, seconds=1_679_315_147)
    message = b"cosignature/v1\ntime 1679315147\n" + text
    assert line.value[:8] == (1_679_315_147).to_bytes(8, "big")
    assert ed25519_accepts(HQ.public_key, line.value[8:], message)


def test_known_witnesses_are_counted_and_others_passed_over() -> None:
    """Of three lines the two by known keys are verified, each with its time."""
    note = with_cosignatures(NOTE, [HQ, UNION, PHONE], 77)
    found = open_cosignatures(note, [witness_key(HQ), witness_key(PHONE)], ed25519_accepts)
    assert [(one.key.name, one.seconds) for one in found] == [(HQ.name, 77), (PHONE.name, 77)]


def test_a_changed_time_or_signature_refuses_the_note() -> None:
    """A known witness's line that does not verify is no line that is passed over."""
    note = with_cosignatures(NOTE, [HQ], 77)
    text, (log, line) = split_note(note)
    for value in (b"\0" * 7 + b"\x4e" + line.value[8:], line.value[:-1] + b"\0", line.value[:-1]):
        altered = text + b"\n" + (str(log) + str(line._replace(value=value))).encode()
        with pytest.raises(SignatureError):
            open_cosignatures(altered, KEYS, ed25519_accepts)


def test_one_key_votes_once() -> None:
    """The same public key under two names is refused: the signed text holds no name."""
    twin = key_of("hq").named("elsewhere.example/witness")
    note = with_cosignatures(NOTE, [HQ, twin], 77)
    with pytest.raises(SignatureTwiceError):
        open_cosignatures(note, [*KEYS, witness_key(twin)], ed25519_accepts)


def test_a_time_beyond_the_limit_is_refused() -> None:
    """A time of 2^63 is refused although its signature verifies."""
    text, (log,) = split_note(NOTE)
    signed = HQ.sign(b"cosignature/v1\ntime %d\n" % 2**63 + text)
    key = PublicKey(HQ.name, COSIGNATURE, HQ.public_key)
    line = log._replace(name=key.name, key_id=key.key_id, value=(2**63).to_bytes(8, "big") + signed)
    with pytest.raises(SignatureError):
        open_cosignatures(NOTE + str(line).encode(), KEYS, ed25519_accepts)
