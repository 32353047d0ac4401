"""Altered bundles through the program itself: the exit status, the place named, the time taken."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bundled import POLICY_TEXT, full_sample, large_sample, write_folder
from one_byte import entry_at, places

SMALL, LARGE = full_sample(), large_sample(300)
NEWEST = {"tile/entries/000.p/20": 0, "tile/entries/000": 0}
PROGRAM = str(Path(sys.executable).with_name("provesafe"))
LIMIT_SECONDS = 30
"""A bundle of 300 entries takes about a second; a reader that hangs is a fault of its own."""


def chosen(files: dict[str, bytes], count: int, seed: int) -> list[tuple[str, int]]:
    """Half of the places anywhere, half in the entries of the newest tree."""
    rng = random.Random(seed)
    inside = [(path, at) for path, at in places(files) if path in NEWEST]
    return rng.sample(places(files), count // 2) + rng.sample(inside, count - count // 2)


@pytest.mark.parametrize("number", range(50))
def test_one_changed_byte_ends_with_its_place(number: int, tmp_path: Path) -> None:
    """Exit status 3, and the error names the file, and the entry where it lies in one."""
    files = LARGE if number % 5 == 0 else SMALL
    path, at = chosen(files, 50, 50)[number]
    data = bytearray(files[path])
    data[at] ^= 1 << number % 8
    folder = write_folder(tmp_path / "bundle", {**files, path: bytes(data)})
    (tmp_path / "policy").write_bytes(POLICY_TEXT)
    program = [PROGRAM, "verify", str(folder), "--json"]
    ran = subprocess.run(
        [*program, "--policy", str(tmp_path / "policy")],
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    assert ran.returncode == 3, ran.stderr
    assert ran.stderr.startswith("error: ")
    place = json.loads(ran.stdout)["place"]
    if path in NEWEST:
        index = entry_at(files[path], at)
        assert place == f"{path}, entry {index}"
        assert ran.stderr.startswith(f"error: `{path}`: entry {index}: ")
    elif path != "MANIFEST":
        assert place.startswith(path.split("/")[0])
        assert f"`{path.split('/')[0]}" in ran.stderr
