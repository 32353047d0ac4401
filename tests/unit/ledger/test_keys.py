"""Which public keys and signatures are refused before any library is asked."""

from __future__ import annotations

import pytest

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

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
ORDER = 2**252 + 27742317777372353535851937790883648493
Point = tuple[int, int]


def add(a: Point, b: Point) -> Point:
    """Add two points of the curve, by the formula of RFC 8032 section 5.1."""
    t = D * a[0] * b[0] * a[1] * b[1]
    x = (a[0] * b[1] + b[0] * a[1]) * pow(1 + t, -1, P) % P
    y = (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, -1, P) % P
    return x, y


def points_at(y: int) -> list[Point]:
    """Give the points of the curve at a height: none, one or two."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    root = pow(square, (P + 3) // 8, P)
    if root * root % P != square:
        root = root * pow(2, (P - 1) // 4, P) % P
    return [] if root * root % P != square else [(root, y), (-root % P, y)]


def low_order_points() -> set[Point]:
    """Find the eight points of low order: all multiples of one of order 8."""
    y = 2
    while True:
        for point in points_at(y):
            # Times the large prime order, what is left of any point has order 1, 2, 4 or 8.
            rest = times(ORDER, point)
            found, each = {(0, 1)}, rest
            while each not in found:
                found.add(each)
                each = add(each, rest)
            if len(found) == 8:
                return found
        y += 1


def times(factor: int, point: Point) -> Point:
    """Multiply a point, by doubling."""
    total = (0, 1)
    while factor:
        if factor & 1:
            total = add(total, point)
        point, factor = add(point, point), factor >> 1
    return total


def encodings(point: Point) -> set[bytes]:
    """Give every 32 bytes that some reader takes for the point."""
    x, y = point
    heights = {y, y + P} if y + P < 2**255 else {y}
    signs = {0, 1} if x == 0 else {x & 1}
    return {(h | s << 255).to_bytes(32, "little") for h in heights for s in signs}


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
