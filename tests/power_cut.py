"""A disk that loses power: which files can be there afterwards, from a program's own system calls.

    trace = record(program, place)        what it wrote and synced, by strace
    trace.image(rng)                      a state a power cut leaves, and what was promised by then

The model is that of SQLite's own tests. What was synced is there. Of what was written since, each
512-byte sector may be there or not, in any order; a longer file may have its length and not its
bytes. A file made or removed since a sync of that file, or of its folder, may be there or not.
What a program was promised is what it said before the cut: a line on its standard output.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Trace", "record"]

SECTOR = 512

_CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename"
_LINE = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_FD = re.compile(r"^\d+<([^>]*)>")
_HEX = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One system call that can matter."""

    what: str
    """make, write, sync, truncate, remove, say."""
    path: str
    offset: int = 0
    data: bytes = b""


@dataclass(slots=True)
class File:
    """What a file holds, and what of it is safe."""

    now: bytearray = field(default_factory=bytearray)
    safe: bytes | None = None
    """None: after a power cut the file may not be there."""
    pending: list[tuple[int, bytes]] = field(default_factory=list)
    """Writes since the last sync; an empty one is a change of length to its offset."""
    gone: bool = False
    """Removed, and that may not be safe yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What a program did to a folder that held `before`."""

    before: dict[str, bytes]
    calls: tuple[Call, ...]

    def image(self, rng: random.Random) -> tuple[dict[str, bytes], list[str]]:
        """Cut the power somewhere: the files that are left, and what had been said by then."""
        cut = rng.randrange(len(self.calls) + 1)
        files = {name: File(bytearray(data), data) for name, data in self.before.items()}
        said: list[str] = []
        for call in self.calls[:cut]:
            _do(files, call, said)
        kept: dict[str, bytes] = {}
        for name, one in files.items():
            left = _left(one, rng)
            if left is not None:
                kept[name] = left
        return kept, said


def record(command: Sequence[str], folder: Path, log: Path) -> Trace:
    """Run a program under strace and read what it did to the files of `folder`."""
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    options = ["-f", "-y", "-xx", "-s", "2000000", "-e", f"trace={_CALLS}", "-o", str(log)]
    subprocess.run(
        ["strace", *options, *command],
        check=True,
        timeout=100,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    calls = []
    for line in log.read_text("ascii").splitlines():
        call = _read(line, f"{folder}/")
        if call is not None:
            calls.append(call)
    return Trace(before=before, calls=tuple(calls))


def _do(files: dict[str, File], call: Call, said: list[str]) -> None:
    if call.what == "say":
        said.extend(call.data.decode("ascii").split("\n")[:-1])
        return
    one = files.setdefault(call.path, File())
    if one.gone and call.what == "make":
        files[call.path] = File(bytearray(), one.safe, [(0, b"")])
    elif call.what == "write":
        end = call.offset + len(call.data)
        one.now.extend(bytes(max(0, end - len(one.now))))
        one.now[call.offset : end] = call.data
        one.pending.append((call.offset, call.data))
    elif call.what == "truncate":
        one.now = one.now[: call.offset] + bytes(max(0, call.offset - len(one.now)))
        one.pending.append((call.offset, b""))
    elif call.what == "sync":
        one.safe, one.pending = bytes(one.now), []
    elif call.what == "remove":
        one.gone = True


def _left(one: File, rng: random.Random) -> bytes | None:
    """What of a file is there after the cut."""
    if (one.safe is None or one.gone) and rng.random() < 0.4:
        return None
    left = bytearray(one.safe or b"")
    for offset, data in one.pending:
        if not data:
            if rng.random() < 0.5:
                left = left[:offset] + bytes(max(0, offset - len(left)))
            continue
        for start in range(0, len(data), SECTOR):
            if rng.random() < 0.5:
                part = data[start : start + SECTOR]
                end = offset + start + len(part)
                left.extend(bytes(max(0, end - len(left))))
                left[offset + start : end] = part
    return bytes(left)


def _read(line: str, folder: str) -> Call | None:
    match = _LINE.match(line)
    if match is None or int(match[3]) < 0:
        return None
    name, rest = match[1], match[2]
    if name in ("unlink", "openat", "rename"):
        paths = [bytes.fromhex(one.replace("\\x", "")).decode() for one in _HEX.findall(rest)]
        if not paths or not paths[0].startswith(folder):
            return None
        assert name != "rename", "a rename is not in the model yet"
        made = name == "openat" and "O_CREAT" in rest
        what = "remove" if name == "unlink" else "make"
        if name == "unlink" or made:
            return Call(what=what, path=paths[0].removeprefix(folder))
        return None
    where = _FD.match(rest)
    path = _plain(where[1]) if where else ""
    if name == "write" and rest.startswith("1<"):
        return Call(what="say", path="", data=_bytes(rest))
    if not path.startswith(folder) or path.endswith("-shm"):
        return None
    path = path.removeprefix(folder)
    if name in ("fsync", "fdatasync"):
        return Call(what="sync", path=path)
    if name == "ftruncate":
        return Call(what="truncate", path=path, offset=int(rest.rsplit(", ", 1)[1]))
    if name == "pwrite64":
        return Call(what="write", path=path, offset=int(rest.rsplit(", ", 1)[1]), data=_bytes(rest))
    return None


def _plain(path: str) -> str:
    return bytes.fromhex(path.replace("\\x", "")).decode() if path.startswith("\\x") else path


def _bytes(rest: str) -> bytes:
    found = _HEX.search(rest)
    return bytes.fromhex(found[1].replace("\\x", "")) if found else b""
