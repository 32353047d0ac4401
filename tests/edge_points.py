"""The curve of Ed25519 by its definition, and signatures at its edges.

Slow, short, and sharing nothing with any library: what a signature's equation says is worked out
here, so that libraries and we can be held against it. The edges are those of the published sets of
edge cases: points of low order in every encoding, keys and points with a part of low order, scalars
beyond the order.

Source: RFC 8032 section 5.1; the kinds of case: C2SP/CCTV ed25519, Wycheproof ed25519.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha512
from itertools import count

__all__ = ["ORDER", "Edge", "P", "Point", "edges", "encodings", "low_order_points", "points_at"]

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


def times(factor: int, point: Point) -> Point:
    """Multiply a point, by doubling."""
    total = (0, 1)
    while factor:
        if factor & 1:
            total = add(total, point)
        point, factor = add(point, point), factor >> 1
    return total


def points_at(y: int) -> list[Point]:
    """Give the points of the curve at a height: none, one or two."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    root = pow(square, (P + 3) // 8, P)
    if root * root % P != square:
        root = root * pow(2, (P - 1) // 4, P) % P
    return [] if root * root % P != square else [(root, y), (-root % P, y)]


@cache
def low_order_points() -> tuple[Point, ...]:
    """The eight points of low order, as the multiples 0 to 7 of one of order 8."""
    y = 2
    while True:
        for point in points_at(y):
            # Times the large prime order, what is left of any point has order 1, 2, 4 or 8.
            rest = times(ORDER, point)
            found = [times(number, rest) for number in range(8)]
            if len(set(found)) == 8:
                return tuple(found)
        y += 1


def encodings(point: Point) -> set[bytes]:
    """Give every 32 bytes that some reader takes for the point."""
    x, y = point
    heights = {y, y + P} if y + P < 2**255 else {y}
    signs = {0, 1} if x == 0 else {x & 1}
    return {(h | s << 255).to_bytes(32, "little") for h in heights for s in signs}


@dataclass(frozen=True, slots=True)
class Edge:
    """A key, a text and 64 bytes, and what the equation and its limits make of them."""

    kind: str
    key: bytes
    signature: bytes
    message: bytes
    holds: bool
    """Whether `S B = R + k A`, exactly, without a cofactor."""
    wanted: bool
    """Whether it is to be taken: it holds, and nothing in it is weak or written a second way."""


def edges() -> Iterator[Edge]:
    """Give signatures at the edges, those that hold and those that do not alike."""
    base = next(one for one in points_at(4 * pow(5, -1, P) % P) if not one[0] & 1)
    a, r = 0x5EED_0001 << 200, 0x5EED_0002 << 200
    big_a, big_r = times(a, base), times(r, base)
    for at, weak in enumerate(low_order_points()):
        for key in sorted(encodings(weak)):
            for turn, nonce in enumerate(low_order_points()):
                for first in sorted(encodings(nonce)):
                    yield _searched("low order key and R", key, first, 0, (at, turn), (0, 0))
            for turn, nonce in enumerate(low_order_points()):
                (first,) = encodings(add(big_r, nonce))
                for residue in (True, False):
                    yield _searched("low order key", key, first, r, (at, turn), (0, r), residue)
    (ours,) = encodings(big_a)
    for turn, nonce in enumerate(low_order_points()):
        for first in sorted(encodings(nonce)):
            yield _searched("low order R", ours, first, 0, (0, turn), (a, 0))
    for at, rest in enumerate(low_order_points()):
        (key,) = encodings(add(big_a, rest))
        for turn, nonce in enumerate(low_order_points()):
            (first,) = encodings(add(big_r, nonce))
            for residue in (True, False):
                found = _searched("mixed order", key, first, r, (at, turn), (a, r), residue)
                yield found
                scalar = int.from_bytes(found.signature[32:], "little") + ORDER
                second = found.signature[:32] + scalar.to_bytes(32, "little")
                yield Edge("a second scalar", key, second, found.message, found.holds, False)


def _searched(
    kind: str,
    key: bytes,
    first: bytes,
    r: int,
    rests: tuple[int, int],
    large: tuple[int, int],
    residue: bool | None = None,
) -> Edge:
    """Sign texts until the parts of low order come out as asked, if that can be.

    Args:
        kind: what to call it.
        key: the 32 bytes of the key.
        first: the 32 bytes of R.
        r: the scalar of R's part of large order.
        rests: which multiples of the point of order 8 stand in key and R.
        large: the scalars of the parts of large order, of key and R.
        residue: whether the equation is to hold; None for either.
    """
    in_key, in_first = rests
    for number in count():
        message = number.to_bytes(4, "big")
        k = int.from_bytes(sha512(first + key + message).digest(), "little")
        # Reduced by the order first, as every library does: on a part of low order that counts.
        k %= ORDER
        holds = (in_first + k * in_key) % 8 == 0
        if residue is None or holds is residue or number == 64:
            scalar = (r + k * large[0]) % ORDER
            weak = kind.startswith("low order")
            signature = first + scalar.to_bytes(32, "little")
            return Edge(kind, key, signature, message, holds, holds and not weak)
    raise AssertionError
