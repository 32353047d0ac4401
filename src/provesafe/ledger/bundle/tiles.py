"""Which files does a tree consist of?

The tree's hashes and its entries in pieces of 256, as tlog-tiles has them:

    tile/<level>/<n>          256 hashes: leaves 256n.. at level 0, subtrees of 256^level above
    tile/<level>/<n>.p/<w>    the first w of them, where the tree ends inside the tile
    tile/entries/<n>[.p/<w>]  the entries themselves: length as two bytes, big end first, then bytes

`n` is written in threes: 1234067 is x001/x234/067. The partial tiles of every checkpoint that is
kept stay, so that each of them can be made again from the files alone.

    tiles = Tiles()
    for entry in entries:
        files.extend(tiles.add(entry))      full tiles, as they fill
    files.extend(tiles.partial())           the right edge as it stands

Source: C2SP tlog-tiles v0.1.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from provesafe.ledger.bundle.errors import TileError
from provesafe.ledger.entry import ENTRY_BYTES_MAX
from provesafe.ledger.tree import leaf_hash, node_hash

__all__ = [
    "ENTRIES",
    "TILE_WIDTH",
    "Tiles",
    "decode_entries",
    "entries_paths",
    "first_leaf",
    "tile_path",
    "tile_paths",
]

TILE_WIDTH = 256
ENTRIES = "entries"

_LEVELS_MAX = 6
_PATH = re.compile(r"tile/(entries|[0-5])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


def tile_path(level: int | str, number: int, width: int = TILE_WIDTH) -> str:
    """Name a tile's file.

    Args:
        level: 0 for leaves, or `ENTRIES`.
        number: the tile's place in its level, from 0.
        width: how many hashes or entries it holds; 256 when it is full.
    """
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    threes = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    written = "/".join([*(f"x{each}" for each in threes[:-1]), threes[-1]])
    return f"tile/{level}/{written}" + (f".p/{width}" if width < TILE_WIDTH else "")


def first_leaf(path: str) -> int | None:
    """Give the first leaf that a tile's file is about; None for other files."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    number = int(match[2].replace("x", "").replace("/", ""))
    level = 0 if match[1] == ENTRIES else int(match[1])
    return number << (8 * (level + 1))


def tile_paths(tree_size: int, *, partial_only: bool = False) -> Iterator[str]:
    """Name every tile that a tree of this size has, the entries' included."""
    for level in range(_LEVELS_MAX):
        count = tree_size >> (8 * level)
        if count == 0:
            return
        kinds = (ENTRIES, 0) if level == 0 else (level,)
        full, width = divmod(count, TILE_WIDTH)
        for kind in kinds:
            if not partial_only:
                for number in range(full):
                    yield tile_path(kind, number)
            if width:
                yield tile_path(kind, full, width)


def entries_paths(tree_size: int) -> Iterator[tuple[str, int]]:
    """Name the files that hold all entries once, each with how many it holds, in leaf order."""
    full, width = divmod(tree_size, TILE_WIDTH)
    for number in range(full):
        yield tile_path(ENTRIES, number), TILE_WIDTH
    if width:
        yield tile_path(ENTRIES, full, width), width


def decode_entries(data: bytes, *, first: int, count: int) -> Iterator[bytes]:
    """Part a file of entries, one after another: what stands before a fault is still given.

    Args:
        data: the whole file.
        first: leaf index of its first entry.
        count: how many there must be.

    Raises:
        TileError: fewer, more, or a length that leads beyond the file; `index` says where.
    """
    found = at = 0
    end = len(data)
    while at < end:
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if at > end or start > end or found == count:
            raise TileError("its bytes do not part into entries", index=first + found)
        yield data[start:at]
        found += 1
    if found != count:
        raise TileError(f"it holds {found} entries and not {count}", index=first + found)


@dataclass(frozen=False, slots=True)
class Tiles:
    """Makes a tree's tiles as its entries come."""

    size: int = 0
    entries: list[bytes] = field(default_factory=list)
    """Of the tile that is not full."""
    rows: list[list[bytes]] = field(default_factory=lambda: [[] for _ in range(_LEVELS_MAX)])
    """The hashes of each level's tile that is not full."""

    def add(self, raw: bytes) -> Iterator[tuple[str, bytes]]:
        """Take the next entry; give the tiles that are full with it."""
        self.entries.append(raw)
        self.rows[0].append(leaf_hash(raw))
        self.size += 1
        if self.size % TILE_WIDTH == 0:
            yield from self._full()

    def partial(self) -> Iterator[tuple[str, bytes]]:
        """Give the tiles at the right edge as the tree now stands."""
        full, width = divmod(self.size, TILE_WIDTH)
        if width:
            yield tile_path(ENTRIES, full, width), _encode(self.entries)
        for level, row in enumerate(self.rows):
            if row:
                number = (self.size >> (8 * level)) // TILE_WIDTH
                yield tile_path(level, number, len(row)), b"".join(row)

    def _full(self) -> Iterator[tuple[str, bytes]]:
        yield tile_path(ENTRIES, self.size // TILE_WIDTH - 1), _encode(self.entries)
        self.entries.clear()
        for level, row in enumerate(self.rows):
            if len(row) < TILE_WIDTH:
                return
            yield tile_path(level, (self.size >> (8 * level)) // TILE_WIDTH - 1), b"".join(row)
            self.rows[level + 1].append(_over(row))
            row.clear()


def _over(row: list[bytes]) -> bytes:
    """Hash a full tile into the one hash above it."""
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def _encode(entries: list[bytes]) -> bytes:
    return b"".join(len(each).to_bytes(2, "big") + each for each in entries)


ENTRIES_BYTES_MAX = TILE_WIDTH * (ENTRY_BYTES_MAX + 2)
"""LIMIT: the longest file of entries there can be."""
