"""House rule: what others wrote is named with its version, licence and digest."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from typing import Any

from tidy.source import ROOT, listed, text_of, tracked_files

KEYS = {"name", "version", "licence", "from", "used", "files"}
NOT_WRITTEN_HERE = (".woff2", ".ttf", ".min.js", ".wasm")


def _packages() -> list[dict[str, Any]]:
    packages: list[dict[str, Any]] = tomllib.loads(text_of("vendor.toml"))["package"]
    return packages


def _digest_problems(files: Mapping[str, str]) -> list[str]:
    return [
        f"{path}: is not the file of that digest"
        for path, digest in files.items()
        if hashlib.sha256((ROOT / path).read_bytes()).hexdigest() != digest
    ]


def test_every_file_is_the_one_that_was_taken() -> None:
    """Every vendored file has the digest that vendor.toml gives."""
    packages = _packages()
    files = {file["path"]: file["sha256"] for package in packages for file in package["files"]}
    assert len(files) >= 10
    assert all(set(package) == KEYS and package["version"] for package in packages)
    problems = _digest_problems(files)
    assert not problems, listed(problems)


def test_nothing_comes_along_unlisted() -> None:
    """Every font and every minified script in the project stands in vendor.toml."""
    told = {file["path"] for package in _packages() for file in package["files"]}
    carried = {name for name in tracked_files() if name.endswith(NOT_WRITTEN_HERE)}
    assert carried <= told, sorted(carried - told)
    for package in _packages():
        assert any("LICENSE" in file["path"] for file in package["files"]), package["name"]


def test_a_changed_file_is_found() -> None:
    """A digest that is another's is one problem."""
    assert len(_digest_problems({"vendor.toml": "0" * 64})) == 1
