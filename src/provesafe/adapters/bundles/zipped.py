"""A bundle in one file: a zip with one form only.

Every file is stored as it is (nothing is packed, so nothing can unpack to more than it is), dated
1980-01-01, with ASCII names, no comments, no extra fields, in one piece without gaps:

    for each file   local header, name, bytes
    for each file   central record, name
    end             number of files, length and place of the central records

Any unzip reads it. This reader takes nothing else: each header is made anew from name, length and
CRC and must be found byte for byte, so that no byte of the file goes unlooked at.

Limit: 65,535 files and 4 GiB, some fifteen million entries; beyond that, a folder.

Source: PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from provesafe.errors import InputError
from provesafe.ledger import FileChangedError, FileNameError

__all__ = ["ZippedBundle", "is_zip", "write_zip"]

FILES_MAX = 65_535
BYTES_MAX = 2**32 - 1

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DATE = (1 << 5) | 1
"""1980-01-01, the first day a zip can name."""

_VERSION = 20
_NAME_BYTES_MAX = 300


def is_zip(path: Path) -> bool:
    """Say whether a file begins as a zip does."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def write_zip(path: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write files into a new zip; say how many.

    Raises:
        InputError: there are too many, or they are too long, for one zip.
    """
    records: list[bytes] = []
    with path.open("xb") as out:
        for name, content in files:
            offset = out.tell()
            if len(records) == FILES_MAX or offset + len(content) > BYTES_MAX - 2**26:
                raise InputError("too much for one zip", hint="name a folder to write into")
            crc = zlib.crc32(content)
            out.write(_local(name, crc, len(content)) + content)
            records.append(_central(name, crc, len(content), offset))
        start = out.tell()
        out.writelines(records)
        out.write(_end(len(records), out.tell() - start, start))
    return len(records)


class ZippedBundle:
    """The files of a bundle in a zip: `ledger.BundleFiles`."""

    def __init__(self, file: BinaryIO) -> None:
        """
        Args:
            file: open for reading; read as it is asked for.

        Raises:
            FileNameError: it is not a zip of the one form, or names a file twice.
        """
        self._file = file
        end_at = file.seek(0, 2) - _END.size
        end = self._at(max(end_at, 0), _END.size)
        fields = _END.unpack(end) if len(end) == _END.size else (b"",) * 8
        if end_at < 0 or fields[0] != b"PK\x05\x06":
            raise _not_ours()
        count, length, start = fields[4], fields[5], fields[6]
        if end != _end(count, length, start) or start + length != end_at:
            raise _not_ours()
        self._places: dict[str, tuple[int, int, int]] = {}
        self._read_directory(self._at(start, length), count, start)

    def sizes(self) -> Mapping[str, int]:
        """Give every file's length by its path."""
        return {name: length for name, (_, length, _) in self._places.items()}

    def read(self, path: str, /) -> bytes:
        """Give a whole file.

        Raises:
            FileChangedError: its bytes do not have the checksum that stands beside them.
        """
        at, length, crc = self._places[path]
        content = self._at(at, length)
        if zlib.crc32(content) != crc:
            raise FileChangedError("its bytes are not those that were put in", file=path)
        return content

    def _read_directory(self, directory: bytes, count: int, start: int) -> None:
        at = offset = 0
        for _ in range(count):
            head = directory[at : at + _CENTRAL.size]
            if len(head) < _CENTRAL.size:
                raise _not_ours()
            fields = _CENTRAL.unpack(head)
            crc, length, name_length = fields[7], fields[9], fields[10]
            raw = directory[at + _CENTRAL.size : at + _CENTRAL.size + name_length]
            if not raw.isascii() or not 0 < name_length <= _NAME_BYTES_MAX:
                raise _not_ours()
            name = raw.decode("ascii")
            record = _central(name, crc, length, offset)
            if directory[at : at + len(record)] != record:
                raise _not_ours(name)
            local = _local(name, crc, length)
            if self._at(offset, len(local)) != local:
                raise _not_ours(name)
            if name in self._places:
                raise FileNameError("the zip names it twice", file=name)
            self._places[name] = (offset + len(local), length, crc)
            offset += len(local) + length
            at += len(record)
        if at != len(directory) or offset != start:
            raise _not_ours()

    def _at(self, offset: int, length: int) -> bytes:
        self._file.seek(offset)
        return self._file.read(length)


def _not_ours(name: str = "") -> FileNameError:
    return FileNameError(
        "the zip is not written as a bundle's is, or has been altered",
        file=name,
        hint="if you zipped a bundle's folder yourself, unpack it and verify the folder",
    )


def _local(name: str, crc: int, length: int) -> bytes:
    raw = name.encode("ascii")
    return (
        _LOCAL.pack(b"PK\x03\x04", _VERSION, 0, 0, 0, _DATE, crc, length, length, len(raw), 0) + raw
    )


def _central(name: str, crc: int, length: int, offset: int) -> bytes:
    raw = name.encode("ascii")
    fields = (_VERSION, _VERSION, 0, 0, 0, _DATE, crc, length, length, len(raw), 0, 0, 0, 0, 0)
    return _CENTRAL.pack(b"PK\x01\x02", *fields, offset) + raw


def _end(count: int, length: int, start: int) -> bytes:
    return _END.pack(b"PK\x05\x06", 0, 0, count, count, length, start, 0)
