"""How does a page become a PDF? The one place that calls typst.

Rules:

- the same template and data give the same bytes, on every machine: only the fonts that come along,
  no clock (the document's date is given), nothing fetched;
- every PDF is PDF/A-2b (kept for decades) and PDF/UA-1 (read aloud by a machine);
- data goes in as JSON, never spliced into markup, so that nothing anybody typed can be markup.

A template reads its data with `json(bytes(sys.inputs.data))`; `base.typ` holds what all share.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from provesafe.errors import UnavailableError

__all__ = ["TypesettingError", "typeset"]

_HERE = Path(__file__).parent
FONTS = _HERE / "fonts"
TEMPLATES = _HERE / "templates"


class TypesettingError(UnavailableError):
    """A sheet could not be set; nothing was written."""

    code = "print.typesetting"


def typeset(template: str, data: Mapping[str, Any], *, at_ms: int) -> bytes:
    """Set one sheet; the bytes of its PDF.

    Args:
        template: a file of `templates/`, without its ending.
        data: what the template shows, in JSON's types.
        at_ms: the moment the sheet is about; it becomes the document's own date.

    Raises:
        TypesettingError: the data does not fit the template.
    """
    try:
        made = typst.compile(
            str(TEMPLATES / f"{template}.typ"),
            root=str(TEMPLATES),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
            pdf_standards=["a-2b", "ua-1"],
            timestamp=at_ms // 1000,
        )
    except RuntimeError as error:
        first = str(error).strip().splitlines()[0]
        raise TypesettingError(f"the sheet `{template}` could not be set: {first}") from error
    if not isinstance(made, bytes):
        raise TypesettingError(f"the sheet `{template}` came out in several pieces")
    return made
