"""The verb itself: an article is read about as soon as it is asked for."""

from __future__ import annotations

import subprocess
import sys


def test_listing_an_article_loads_neither_papers_nor_diagrams() -> None:
    """`case intake` starts without the typesetter, the prover's engines, tables and PDF."""
    module = "provesafe.adapters.cli.commands.case.intake"
    slow = "{'dd', 'numpy', 'pyarrow', 'pypdf', 'typst', 'starlette'}"
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys, {module}; print({slow} & set(sys.modules))"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ran.stdout.strip() == "set()"
