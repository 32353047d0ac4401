"""Signatures: the standard's own, and those at the curve's edges, over which libraries differ."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from edge_points import Edge, edges
from provesafe.adapters.keys import Ed25519Key, ed25519_accepts
from provesafe.ledger import (
    NOTE_SIGNATURE,
    PublicKey,
    RecordFaultError,
    SignatureError,
    Verifier,
    check_ed25519,
    encode_base64,
    open_note,
)
from provesafe.ledger.keys import accepts

SIGNED: list[dict[str, str]] = json.loads(
    (Path(__file__).parent / "ledger" / "ed25519.json").read_text(encoding="utf-8")
)["signed"]
EDGES = tuple(edges())


def by_openssl(public_key: bytes, signature: bytes, message: bytes, /) -> bool:
    """The other library."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def ours(edge: Edge, verifier: Verifier) -> bool:
    """What we make of it: the key has to be one that may be enrolled."""
    try:
        check_ed25519(edge.key)
    except RecordFaultError:
        return False
    return accepts(verifier, edge.key, edge.signature, edge.message)


@pytest.mark.parametrize("case", SIGNED, ids=lambda case: case["id"])
def test_the_standards_own_signatures(case: dict[str, str]) -> None:
    """Key, signature and verdict of RFC 8032, with either library; one bit more is refused."""
    seed, public, message, value = (
        bytes.fromhex(case[name]) for name in ("seed", "public", "message", "signature")
    )
    key = Ed25519Key(seed)
    assert (key.public_key, key.sign(message)) == (public, value)
    for verifier in (ed25519_accepts, by_openssl):
        assert accepts(verifier, public, value, message)
        for at in range(64):
            changed = value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
            assert not accepts(verifier, public, changed, message)


@pytest.mark.parametrize("verifier", [ed25519_accepts, by_openssl], ids=["sodium", "openssl"])
def test_at_the_edges_either_library_gives_our_verdict(verifier: Verifier) -> None:
    """Weak points, second encodings and scalars: taken only where the equation holds exactly and
    nothing is weak, whichever library checks."""
    for edge in EDGES:
        assert ours(edge, verifier) is edge.wanted, edge


def test_without_our_limits_the_libraries_differ() -> None:
    """The edges are sharp: each kind is there in number, and the libraries disagree over many."""
    kinds = Counter(edge.kind for edge in EDGES)
    assert min(kinds.values()) >= 14
    assert sum(edge.wanted for edge in EDGES) >= 30
    differ = [
        edge
        for edge in EDGES
        if ed25519_accepts(edge.key, edge.signature, edge.message)
        != by_openssl(edge.key, edge.signature, edge.message)
    ]
    assert len(differ) >= 30
    assert not any(edge.wanted for edge in differ)


@pytest.mark.parametrize("edge", [one for one in EDGES if one.kind == "low order R"])
def test_a_note_with_a_weak_point_is_refused(edge: Edge) -> None:
    """The reader of notes refuses it without asking a library."""
    key = PublicKey("edge", NOTE_SIGNATURE, edge.key)
    line = encode_base64(key.key_id + edge.signature)
    note = f"x\n\n\N{EM DASH} edge {line}\n".encode()
    with pytest.raises(SignatureError):
        open_note(note, [key], lambda *_: True, unknown_ignored=False)
