"""Pictures in tests, without a library for pictures: grey ones, as PNG and as a camera's film.

grey(png)                 the page as a camera would see it
symbol(text, "QRCode")    a code, drawn
turned(picture, 30)       held askew
png(picture), y4m(...)    as a file; as what a camera sends
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import zxingcpp

__all__ = ["Picture", "beside", "grey", "png", "symbol", "turned", "y4m"]

Picture = npt.NDArray[np.uint8]
"""Rows of grey values."""

_CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}


def symbol(text: str, format_: str, *, scale: int = 6) -> Picture:
    """A code, with white around it."""
    much = {"ec_level": "H"} if format_ == "QRCode" else {}
    drawn = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(format_), **much)
    image = np.asarray(drawn.to_image(scale=scale), dtype=np.uint8)
    return np.pad(image, 6 * scale, constant_values=255)


def beside(*pictures: Picture) -> Picture:
    """Several pictures in a row, on white."""
    high = max(one.shape[0] for one in pictures)
    return np.hstack(
        [np.pad(one, ((0, high - one.shape[0]), (0, 0)), constant_values=255) for one in pictures]
    )


def turned(picture: Picture, degrees: float) -> Picture:
    """The picture held askew, on white."""
    high, wide = picture.shape
    size = math.ceil(math.hypot(high, wide))
    angle = math.radians(degrees)
    across, down = np.meshgrid(np.arange(size) - size / 2, np.arange(size) - size / 2)
    column = np.rint(across * math.cos(angle) + down * math.sin(angle) + wide / 2).astype(int)
    row = np.rint(down * math.cos(angle) - across * math.sin(angle) + high / 2).astype(int)
    inside = (row >= 0) & (row < high) & (column >= 0) & (column < wide)
    found = np.full((size, size), 255, dtype=np.uint8)
    found[inside] = picture[row[inside], column[inside]]
    return found


def png(picture: Picture) -> bytes:
    """A grey PNG."""
    high, wide = picture.shape
    rows = b"".join(b"\0" + row.tobytes() for row in picture)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 6)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said))
        for kind, said in parts
    )


def y4m(pictures: Sequence[Picture], *, size: tuple[int, int] = (640, 480)) -> bytes:
    """A film of pictures, each in the middle of a grey field; what a fake camera plays."""
    wide, high = size
    frames = []
    for one in pictures:
        field = np.full((high, wide), 128, dtype=np.uint8)
        top, left = (high - one.shape[0]) // 2, (wide - one.shape[1]) // 2
        field[top : top + one.shape[0], left : left + one.shape[1]] = one
        frames.append(b"FRAME\n" + field.tobytes() + b"\x80" * (wide * high // 2))
    return f"YUV4MPEG2 W{wide} H{high} F10:1 Ip A1:1 C420jpeg\n".encode() + b"".join(frames)


def grey(file: bytes) -> Picture:
    """The picture in a PNG of eight bits a channel, its colours averaged."""
    place, packed, wide, high, channels = 8, b"", 0, 0, 0
    while place < len(file):
        (length,) = struct.unpack_from(">I", file, place)
        kind, said = file[place + 4 : place + 8], file[place + 8 : place + 8 + length]
        if kind == b"IHDR":
            wide, high, bits, colours = struct.unpack_from(">IIBB", said)
            assert bits == 8
            channels = _CHANNELS[colours]
        packed += said if kind == b"IDAT" else b""
        place += 12 + length
    stride = wide * channels + 1
    raw = np.frombuffer(zlib.decompress(packed), dtype=np.uint8).reshape(high, stride)
    rows = np.zeros((high, wide * channels), dtype=np.uint8)
    above = np.zeros(wide * channels, dtype=np.uint8)
    for place, row in enumerate(raw):
        above = rows[place] = _unfiltered(int(row[0]), row[1:], above, channels)
    seen = rows.reshape(high, wide, channels)[:, :, : max(1, channels - 1 + channels % 2)]
    return np.ascontiguousarray(seen.mean(axis=2).astype(np.uint8))


def _unfiltered(kind: int, row: Picture, above: Picture, step: int) -> Picture:
    """A row of a PNG as it was before its filter."""
    if kind == 0:
        return row
    if kind == 1:
        sums = np.cumsum(row.reshape(-1, step), axis=0, dtype=np.uint8)
        return sums.reshape(-1)
    if kind == 2:
        return row + above
    found, up = row.tolist(), above.tolist()
    for place, value in enumerate(found):
        left = found[place - step] if place >= step else 0
        corner = up[place - step] if place >= step else 0
        if kind == 3:
            guess = (left + up[place]) // 2
        else:
            near = left + up[place] - corner
            guess = min((left, up[place], corner), key=lambda one: abs(near - one))
        found[place] = (value + guess) & 255
    return np.array(found, dtype=np.uint8)
