"""A bundle in a folder, and which of the two forms a path holds.

A folder is read by its plain files alone: a link, a device or anything else in it is refused, and
so is a file that the manifest does not list, the operating system's own included. A bundle appears
whole or not at all: it is written beside its place and put there at the end.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from provesafe.adapters.bundles.zipped import ZippedBundle, is_zip, write_zip
from provesafe.errors import ConflictError, InputError, UnavailableError
from provesafe.ledger import BundleFiles, FileNameError, FileSizeError

__all__ = ["BundleExistsError", "open_bundle", "write_bundle"]

FILES_MAX = 2_000_000
"""LIMIT: more than any record's bundle; a folder of more is not one."""


class BundleExistsError(ConflictError):
    """There is something where the bundle was to be written."""

    code = "bundles.exists"


class NoBundleError(InputError):
    """What was named is neither a bundle nor a production."""

    code = "bundles.none"


class FolderBundle:
    """The files of a bundle in a folder: `ledger.BundleFiles`."""

    def __init__(self, folder: Path) -> None:
        """
        Args:
            folder: the bundle.

        Raises:
            FileNameError: something in it is not a plain file, or there is far too much.
        """
        self._folder = folder
        self._sizes = dict(_plain_files(folder, ""))

    def sizes(self) -> Mapping[str, int]:
        """Give every file's length by its path."""
        return self._sizes

    def read(self, path: str, /) -> bytes:
        """Give a whole file.

        Raises:
            FileSizeError: it is longer than it was.
        """
        # O_NOFOLLOW: a link put there since the folder was listed is not followed.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(self._folder / path, flags), "rb") as file:
            data = file.read(self._sizes[path] + 1)
        if len(data) > self._sizes[path]:
            raise FileSizeError("it grew while it was read", file=path)
        return data


@contextmanager
def open_bundle(path: Path) -> Iterator[BundleFiles]:
    """Open a bundle, folder or zip.

    Raises:
        NoBundleError: it is neither.
        UnavailableError: it cannot be read.
        VerificationError: it holds what no bundle holds.
    """
    try:
        if path.is_dir():
            yield FolderBundle(path)
            return
        if not path.is_file() or not is_zip(path):
            raise NoBundleError(
                f"`{path}` holds no production and is no bundle",
                hint="name a production's folder, or a bundle's folder or zip",
            )
        with path.open("rb") as file:
            yield ZippedBundle(file)
    except OSError as error:
        raise UnavailableError(f"`{path}` cannot be read: {error.strerror}") from error


def write_bundle(path: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write a bundle, a zip where the path ends in `.zip` and a folder else; say how many files.

    Raises:
        BundleExistsError: there is something at that path.
        UnavailableError: it cannot be written.
    """
    if path.exists():
        raise BundleExistsError(f"`{path}` is there already", hint="name another place")
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear(part)
        count = write_zip(part, files) if path.suffix == ".zip" else _write_folder(part, files)
        part.rename(path)
    except OSError as error:
        raise UnavailableError(f"`{path}` cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):
            _clear(part)
    return count


def _write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    folder.mkdir()
    count, made = 0, {folder}
    for count, (name, content) in enumerate(files, start=1):  # noqa: B007 - counts
        target = folder / name
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        target.write_bytes(content)
    return count


def _plain_files(folder: Path, prefix: str) -> Iterator[tuple[str, int]]:
    found = 0
    waiting = [(folder, prefix)]
    while waiting:
        place, inside = waiting.pop()
        with os.scandir(place) as listed:
            for one in listed:
                name = f"{inside}{one.name}"
                found += 1
                if found > FILES_MAX:
                    raise FileNameError("there is far too much in the folder", file=name[:200])
                mode = one.stat(follow_symlinks=False).st_mode
                if stat.S_ISDIR(mode):
                    waiting.append((Path(one.path), f"{name}/"))
                elif stat.S_ISREG(mode):
                    yield name, one.stat(follow_symlinks=False).st_size
                else:
                    raise FileNameError("it is a link or no plain file", file=name[:200])


def _clear(part: Path) -> None:
    """Take away what an interrupted writing left."""
    if part.is_dir() and not part.is_symlink():
        shutil.rmtree(part)
    else:
        part.unlink(missing_ok=True)
