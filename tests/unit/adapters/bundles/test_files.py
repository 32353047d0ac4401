"""Bundles as folders and as zips, and what is refused before it is read."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from bundled import InMemory, full_sample, write_folder
from provesafe.adapters.bundles import BundleExistsError, open_bundle, write_bundle
from provesafe.adapters.keys import ed25519_accepts
from provesafe.errors import InputError, UnavailableError, VerificationError
from provesafe.ledger import FileNameError, verify_bundle

FULL = full_sample()
WANTED = verify_bundle(InMemory(FULL), verifier=ed25519_accepts)


def check(path: Path) -> object:
    """Verify what lies at a path."""
    with open_bundle(path) as files:
        return verify_bundle(files, verifier=ed25519_accepts)


@pytest.mark.parametrize("name", ["folder", "one.zip"])
def test_both_forms_hold_the_same(tmp_path: Path, name: str) -> None:
    """Written as a folder or as a zip, a bundle verifies to the same report."""
    assert write_bundle(tmp_path / name, FULL.items()) == len(FULL)
    assert check(tmp_path / name) == WANTED
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_a_zip_is_the_same_each_time(tmp_path: Path) -> None:
    """The same files give the same zip, and any unzip reads it."""
    for name in ("a.zip", "b.zip"):
        write_bundle(tmp_path / name, FULL.items())
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as opened:
        assert opened.testzip() is None
        assert {one: opened.read(one) for one in opened.namelist()} == FULL


def test_nothing_is_overwritten_and_nothing_half_written(tmp_path: Path) -> None:
    """An existing path is left as it is; a writing that fails leaves nothing."""
    (tmp_path / "there").mkdir()
    with pytest.raises(BundleExistsError):
        write_bundle(tmp_path / "there", FULL.items())
    (tmp_path / "file").write_text("")
    with pytest.raises(UnavailableError):
        write_bundle(tmp_path / "file" / "x.zip", FULL.items())
    assert not list((tmp_path / "there").iterdir())


def test_every_byte_of_a_zip_counts(tmp_path: Path) -> None:
    """A changed bit in a header, a name, a date, a checksum or a content is refused."""
    path = tmp_path / "one.zip"
    write_bundle(path, FULL.items())
    whole = path.read_bytes()
    directory = len(whole) - 22 - sum(46 + len(name) for name in FULL)
    first = 30 + len(next(iter(FULL)))
    places = [
        *range(first + 5),
        *range(directory, directory + 60),
        *range(len(whole) - 22, len(whole)),
    ]
    for at in places:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises((VerificationError, InputError)):
            check(path)


@pytest.mark.parametrize(
    "alter",
    [
        lambda whole: whole + b"\0",
        lambda whole: whole[:-1],
        lambda whole: b"\0" + whole,
        lambda whole: whole[:30],
        lambda whole: whole[:-2] + b"\5\0hello",
        lambda whole: whole.replace(b"checkpoint", b"../eckpoin"),
        lambda whole: whole.replace(b"checkpoint", b"/heckpoint"),
    ],
)
def test_a_zip_with_anything_around_it_is_refused(
    tmp_path: Path, alter: Callable[[bytes], bytes]
) -> None:
    """Bytes before, behind, a comment, a cut, and names that lead out are refused."""
    path = tmp_path / "one.zip"
    write_bundle(path, FULL.items())
    path.write_bytes(alter(path.read_bytes()))
    with pytest.raises((VerificationError, InputError)):
        check(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_zip_made_by_another_program_is_refused_with_a_hint(tmp_path: Path, method: int) -> None:
    """A packed zip could be a bomb and a plain one hides bytes; the folder is what to verify."""
    path = tmp_path / "one.zip"
    with zipfile.ZipFile(path, "w", method) as out:
        for name, content in FULL.items():
            out.writestr(name, content)
    with pytest.raises(FileNameError, match="unpack it"):
        check(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A zip that claims a gigabyte for a kilobyte is refused by its headers."""
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("checkpoint", b"\0" * 2**24)
    with pytest.raises(FileNameError):
        check(path)


def test_a_name_twice_is_refused(tmp_path: Path) -> None:
    """Two files of one name in a zip are refused, though each is well written."""
    path = tmp_path / "one.zip"
    write_bundle(path, [*FULL.items(), ("checkpoint", FULL["checkpoint"])])
    with pytest.raises(FileNameError, match="twice"):
        check(path)


def test_a_directory_that_claims_too_much_is_refused(tmp_path: Path) -> None:
    """A central directory with a length beyond the file is refused without reading it."""
    path = tmp_path / "one.zip"
    body = b"PK\x03\x04" + zlib.crc32(b"").to_bytes(4, "little")
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 65_535, 65_535, 2**31, 8, 0)
    path.write_bytes(body + end)
    with pytest.raises(FileNameError):
        check(path)


@pytest.mark.parametrize("kind", ["link", "folder link", "pipe"])
def test_only_plain_files_are_read(tmp_path: Path, kind: str) -> None:
    """A link, though it leads to the right bytes, and a pipe are refused."""
    folder = write_folder(tmp_path / "b", FULL)
    if kind == "link":
        (folder / "policy").rename(tmp_path / "policy")
        (folder / "policy").symlink_to(tmp_path / "policy")
    elif kind == "folder link":
        (folder / "seals").rename(tmp_path / "seals")
        (folder / "seals").symlink_to(tmp_path / "seals")
    else:
        os.mkfifo(folder / "pipe")
    with pytest.raises(FileNameError, match="link"):
        check(folder)


def test_the_systems_own_files_are_refused(tmp_path: Path) -> None:
    """What a file manager leaves behind is not part of a bundle."""
    folder = write_folder(tmp_path / "b", FULL)
    (folder / ".DS_Store").write_bytes(b"x")
    with pytest.raises(FileNameError):
        check(folder)


def test_what_is_no_bundle_is_said(tmp_path: Path) -> None:
    """A text file is neither a bundle nor a production."""
    (tmp_path / "x.txt").write_text("hello")
    with pytest.raises(InputError):
        check(tmp_path / "x.txt")
