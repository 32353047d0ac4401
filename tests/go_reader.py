"""The reader in Go, built from Debian's packages into a temporary folder."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from bundled import write_folder

__all__ = ["GoReader", "build_reader"]

SOURCE = Path(__file__).parent / "peers" / "reader.go"


class GoReader:
    """Somebody else's notes, trees and proofs around a page of our own; see `reader.go`."""

    def __init__(self, program: Path, place: Path) -> None:
        """Run `program`; lay bundles down in `place`."""
        self._program, self._place = program, place
        self._count = 0

    def read(self, files: Mapping[str, bytes]) -> str:
        """Give its one line on a bundle."""
        (line,) = self._run(files)
        return line

    def changed(
        self, files: Mapping[str, bytes], changes: Iterable[tuple[str, int, int]]
    ) -> list[str]:
        """Give its line for each change `(path, offset, xor)` of one byte."""
        asked = "".join(f"{path} {at} {xor}\n" for path, at, xor in changes)
        return self._run(files, "changes", asked=asked)

    def _run(self, files: Mapping[str, bytes], *words: str, asked: str = "") -> list[str]:
        self._count += 1
        folder = write_folder(self._place / str(self._count), files)
        ran = subprocess.run(
            [self._program, folder, *words],
            input=asked,
            capture_output=True,
            text=True,
            timeout=100,
            check=True,
        )
        return ran.stdout.splitlines()


def build_reader(into: Path) -> GoReader:
    """Build it, with nothing fetched: GOPATH mode over Debian's sources."""
    program = into / "reader"
    subprocess.run(
        ["go", "build", "-o", program, SOURCE],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(into),
            "GOPATH": "/usr/share/gocode",
            "GO111MODULE": "off",
            "GOCACHE": str(into / "cache"),
        },
        capture_output=True,
        timeout=100,
        check=True,
    )
    return GoReader(program, into)
