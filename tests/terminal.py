"""The program as somebody at the terminal sees it: what it prints and how it ends, in process.

ran = run("verify", folder)
ran.code, ran.out, ran.err
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from provesafe.adapters.cli.main import main

__all__ = ["Ran", "run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What came of one call."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Mapping[str, Any]:
        """The JSON document it printed."""
        document = json.loads(self.out)
        assert isinstance(document, dict)
        return document


def run(*arguments: str | Path, typed: str = "") -> Ran:
    """Call the program with these arguments; `typed` stands at its standard input."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        _typing(typed),
        pytest.raises(SystemExit) as ended,
    ):
        main([str(one) for one in arguments])
    return Ran(code=int(ended.value.code or 0), out=out.getvalue(), err=err.getvalue())


@contextlib.contextmanager
def _typing(text: str) -> Iterator[None]:
    before, sys.stdin = sys.stdin, io.StringIO(text)
    try:
        yield
    finally:
        sys.stdin = before
