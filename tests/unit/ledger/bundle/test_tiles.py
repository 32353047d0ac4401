"""The tree as files."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provesafe.ledger import TileError, Tiles, decode_entries, entries_paths, tile_path, tile_paths
from second_reader import root_of

ENTRIES = [f"entry {number}".encode() for number in range(70_000)]


def tiles_of(size: int) -> dict[str, bytes]:
    """Give all files of a tree."""
    tiles = Tiles()
    files: dict[str, bytes] = {}
    for raw in ENTRIES[:size]:
        files.update(tiles.add(raw))
    return files | dict(tiles.partial())


@pytest.mark.parametrize(
    ("level", "number", "width", "path"),
    [
        (0, 0, 256, "tile/0/000"),
        (1, 999, 3, "tile/1/999.p/3"),
        (0, 1_000, 256, "tile/0/x001/000"),
        ("entries", 1_234_067, 255, "tile/entries/x001/x234/067.p/255"),
    ],
)
def test_a_tile_is_named_in_threes(level: int | str, number: int, width: int, path: str) -> None:
    """The names are those of the standard's own example."""
    assert tile_path(level, number, width) == path


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 511, 512, 65_536, 66_000])
def test_a_tree_has_exactly_the_tiles_it_names(size: int) -> None:
    """What is made for a size is what is asked for at that size."""
    assert sorted(tiles_of(size)) == sorted(tile_paths(size))


@pytest.mark.parametrize("size", [1, 3, 256, 700])
def test_the_lowest_tiles_hold_the_leaves(size: int) -> None:
    """The hashes of level 0 in a row give the root by its definition."""
    files = tiles_of(size)
    names = [path.replace("entries", "0") for path, _ in entries_paths(size)]
    row = b"".join(files[name] for name in names)
    leaves = [sha256(b"\0" + raw).digest() for raw in ENTRIES[:size]]
    assert row == b"".join(leaves)
    if size == 700:
        whole = root_of(leaves[:256])
        assert files["tile/1/000.p/2"][:32] == whole


@given(st.lists(st.binary(max_size=300), max_size=40))
def test_entries_are_read_back(entries: list[bytes]) -> None:
    """A file of entries parts into what was put in."""
    tiles = Tiles()
    for raw in entries:
        assert list(tiles.add(raw)) == []
    files = dict(tiles.partial())
    for path, count in entries_paths(len(entries)):
        assert list(decode_entries(files[path], first=0, count=count)) == entries


@pytest.mark.parametrize(
    ("data", "index"), [(b"\0", 5), (b"\0\1a\0", 6), (b"\0\1a", 6), (b"\0\1a\0\1b\0\1c", 7)]
)
def test_a_file_that_does_not_part_is_refused(data: bytes, index: int) -> None:
    """A length beyond the file, half a length, one entry too few or too many: which is said."""
    with pytest.raises(TileError) as caught:
        list(decode_entries(data, first=5, count=2))
    assert caught.value.index == index
