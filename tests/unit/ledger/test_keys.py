"""Which public keys and signatures are refused before any library is asked."""

from __future__ import annotations

import pytest

from edge_points import ORDER, P, encodings, low_order_points
from ledger_sample import device_of, key_of
from provesafe.adapters.keys import ed25519_accepts
from provesafe.ledger import (
    COSIGNATURE,
    NOTE_SIGNATURE,
    MalformedKeyError,
    PublicKey,
    SignatureError,
    WeakKeyError,
    check_ed25519,
    open_note,
    sign_note,
)


def test_every_encoding_of_every_low_order_point_is_refused() -> None:
    """The fourteen encodings of the eight points, worked out from the curve, are all refused."""
    weak = set().union(*(encodings(point) for point in low_order_points()))
    assert len(weak) == 14
    for raw in weak:
        with pytest.raises(WeakKeyError):
            check_ed25519(raw)


def test_a_key_in_a_second_encoding_is_refused() -> None:
    """A height that is not below the field's prime is refused, with either sign."""
    for height in (P, P + 3, 2**255 - 1):
        for sign in (0, 1 << 255):
            with pytest.raises(WeakKeyError):
                check_ed25519((height | sign).to_bytes(32, "little"))


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_has_32_bytes(length: int) -> None:
    """Any other length is no key."""
    with pytest.raises(MalformedKeyError):
        check_ed25519(b"\x07" * length)


def test_an_ordinary_key_passes() -> None:
    """Keys as they are generated are accepted."""
    for name in ("ada", "basil", "cleo"):
        check_ed25519(device_of(name).public_key)
    assert len({key_of(name).public_key for name in ("ada", "basil", "cleo")}) == 3


def test_a_signature_that_libraries_differ_over_is_refused_without_asking() -> None:
    """A weak R, a scalar of the order or above, or a wrong length never reaches the library."""
    ada = device_of("ada")
    key = PublicKey(ada.name, NOTE_SIGNATURE, ada.public_key)
    good = ada.sign(b"t\n")
    scalar = int.from_bytes(good[32:], "little")
    second = good[:32] + (scalar + ORDER).to_bytes(32, "little")
    for value in (second, b"\x01" + b"\0" * 31 + good[32:], good[:63], good + b"\0"):

        class Forged:
            """Signs with the same bytes each time."""

            name, public_key = ada.name, ada.public_key

            def sign(self, _: bytes, value: bytes = value) -> bytes:
                """Give the forged bytes."""
                return value

        note = sign_note(b"t\n", [Forged()])
        with pytest.raises(SignatureError):
            open_note(note, [key], lambda *_: True, unknown_ignored=False)


def test_a_key_id_hangs_on_the_type() -> None:
    """One key in two roles has two ids, so that neither role's signature passes for the other's."""
    raw = device_of("ada").public_key
    ids = {PublicKey("ada", kind, raw).key_id for kind in (NOTE_SIGNATURE, COSIGNATURE)}
    assert len(ids) == 2


def test_a_cosigner_is_no_signer_of_texts() -> None:
    """A key of type 0x04 does not open a note, whatever it signed."""
    ada = device_of("ada")
    note = sign_note(b"t\n", [ada])
    cosigner = PublicKey(ada.name, COSIGNATURE, ada.public_key)
    good = PublicKey(ada.name, NOTE_SIGNATURE, ada.public_key)
    keys = [cosigner, good]
    assert open_note(note, keys, ed25519_accepts, unknown_ignored=True)[1] == (good,)
