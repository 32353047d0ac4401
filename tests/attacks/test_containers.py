"""What is not a bundle and pretends to be: each is refused, soon, by its file."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bundled import full_sample, write_folder
from provesafe.adapters.bundles import write_bundle

FULL = full_sample()
PROGRAM = str(Path(sys.executable).with_name("provesafe"))
LIMIT_SECONDS = 20
MEMORY_BYTES = 400 * 2**20
"""More than a verifier needs, far less than any bomb unpacks to."""

Making = Callable[[Path], Path]


def verify(path: Path) -> subprocess.CompletedProcess[str]:
    """Run `provesafe verify` with little memory and little time."""

    def little() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))

    return subprocess.run(
        [PROGRAM, "verify", str(path)],
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
        preexec_fn=little,
    )


def _zip(*added: tuple[str, bytes], packed: bool = False, whole: bool = True) -> Making:
    def make(place: Path) -> Path:
        how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        with zipfile.ZipFile(place / "b.zip", "w", how) as out, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of a name that comes twice
            for name, data in (*(FULL.items() if whole else ()), *added):
                out.writestr(zipfile.ZipInfo(name), data, how)
        return place / "b.zip"

    return make


def _bomb(place: Path) -> Path:
    """Many megabytes of zeros in few."""
    with zipfile.ZipFile(place / "b.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name, data in FULL.items():
            if name != "disclosures.jsonl":
                out.writestr(name, data)
        with out.open("disclosures.jsonl", "w", force_zip64=True) as inside:
            for _ in range(256):
                inside.write(bytes(2**20))
    return place / "b.zip"


def _folder(change: Callable[[Path], object]) -> Making:
    def make(place: Path) -> Path:
        folder = write_folder(place / "b", FULL)
        change(folder)
        return folder

    return make


def _sparse(path: Path, size: int) -> None:
    with path.open("r+b") as file:
        file.truncate(size)


def _link(path: Path, to: str) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(to)


def _lead_out(path: Path) -> None:
    outside = path.parent.parent / "outside"
    outside.write_bytes(path.read_bytes())
    _link(path, "../outside")


def _claims(name: bytes, at: int, value: bytes) -> Making:
    """A zip of ours, in which one field of a header claims something else."""

    def make(place: Path) -> Path:
        write_bundle(place / "b.zip", FULL.items())
        data = bytearray((place / "b.zip").read_bytes())
        where = data.index(name) + at
        data[where : where + len(value)] = value
        (place / "b.zip").write_bytes(bytes(data))
        return place / "b.zip"

    return make


HUGE = b"\xff\xff\xff\x7f"
CASES: dict[str, Making] = {
    "a bomb": _bomb,
    "a packed zip": _zip(packed=True),
    "a zip of another program": _zip(),
    "a zip in a zip": _zip(("inner.zip", b"PK\x03\x04"), whole=False),
    "a name twice": _zip(("checkpoint", b"x")),
    "an absolute name": _zip(("/etc/passwd", b"x")),
    "a name that leads out": _zip(("../../x", b"x")),
    "a local header claims 2 GiB": _claims(b"PK\x03\x04", 22, HUGE),
    "a central header claims 2 GiB": _claims(b"PK\x01\x02", 24, HUGE),
    "the end claims many files": _claims(b"PK\x05\x06", 10, b"\xff\xff"),
    "the end claims a long directory": _claims(b"PK\x05\x06", 12, HUGE),
    "a link to the right bytes": _folder(lambda folder: _lead_out(folder / "checkpoint")),
    "a link to a device": _folder(lambda folder: _link(folder / "policy", "/dev/zero")),
    "a link to a folder": _folder(lambda folder: _link(folder / "seals" / "x", "/etc")),
    "a circle of links": _folder(lambda folder: _link(folder / "tile" / "x", "..")),
    "a pipe": _folder(lambda folder: os.mkfifo(folder / "seals" / "9")),
    "a checkpoint of 4 GiB": _folder(lambda folder: _sparse(folder / "checkpoint", 2**32)),
    "entries of 4 GiB": _folder(
        lambda folder: _sparse(folder / "tile" / "entries" / "000.p" / "20", 2**32)
    ),
    "a list of 60 GiB": _folder(lambda folder: _sparse(folder / "MANIFEST", 60 * 2**30)),
    "a checkpoint of a tree of 2^53 entries": _folder(
        lambda folder: (folder / "checkpoint").write_bytes(
            FULL["checkpoint"].replace(b"\n20\n", b"\n9007199254740991\n")
        )
    ),
}


@pytest.mark.parametrize("kind", CASES)
def test_it_is_refused_in_little_time_and_memory(kind: str, tmp_path: Path) -> None:
    """Exit status 3, an error in one line, and no trace of a program that broke."""
    ran = verify(CASES[kind](tmp_path))
    assert ran.returncode == 3, ran.stderr[-600:]
    assert ran.stderr.startswith("error: ")
    assert "Traceback" not in ran.stderr
    assert "bundle" in ran.stderr or "`" in ran.stderr or "zip" in ran.stderr


def test_the_same_bundle_whole_is_not_refused(tmp_path: Path) -> None:
    """With the same little time and memory the unaltered bundle ends with 0, in either form."""
    assert verify(write_folder(tmp_path / "b", FULL)).returncode == 0
    write_bundle(tmp_path / "b.zip", FULL.items())
    assert verify(tmp_path / "b.zip").returncode == 0
