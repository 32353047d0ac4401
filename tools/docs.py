"""`make docs`: write the generated reference pages anew; the tests require no difference."""

from __future__ import annotations

import sys

from act_page import ACTS_PAGE, FACTS_PAGE, render_acts, render_facts
from error_page import PAGE, error_classes, read_sources, render_page
from occurrence_page import OCCURRENCE_PAGE, render_occurrences
from protocol_page import render_protocols
from rulebook_page import RULEBOOKS_PAGE, render_rulebooks
from stages import ROOT


def main() -> int:
    """Write every generated page and name those that changed."""
    pages = {
        PAGE: render_page(error_classes(read_sources(ROOT))),
        ACTS_PAGE: render_acts(),
        FACTS_PAGE: render_facts(),
        RULEBOOKS_PAGE: render_rulebooks(),
        OCCURRENCE_PAGE: render_occurrences(),
        **render_protocols(),
    }
    for name, text in pages.items():
        file = ROOT / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            print(f"wrote {name}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
