"""Report pages and paper: the same each time, nothing fetched, status and *as of* on every page."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser

from pypdf import PdfReader

from made_case import made_case
from provesafe.adapters.casepapers import report_html, report_pdf


class _Reading(HTMLParser):
    """The ids, links and open elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element is called and where it leads."""
        named = dict(attrs)
        self.ids += [named["id"] or ""] if "id" in named else []
        self.links += [named["href"] or ""] if tag == "a" else []
        if tag not in ("meta", "input", "br", "rect", "line", "path"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Every element is ended where it began."""
        if self.open and self.open[-1] == tag:
            self.open.pop()


def test_a_page_stands_alone_and_every_link_leads_somewhere() -> None:
    """No script, nothing from elsewhere; each number leads to its place, and ids are unique."""
    text = report_html(made_case())
    assert text == report_html(made_case())
    assert "<script" not in text
    assert not re.search(r"""(src|href)=["']https?:""", text)
    page = _Reading()
    page.feed(text)
    assert page.open == []
    assert len(set(page.ids)) == len(page.ids)
    assert len(page.links) > 25
    assert {one.removeprefix("#") for one in page.links} <= set(page.ids)
    assert text.count("Status: open, as of 2026-03-02 11:20 (America/Denver)") == 2


def test_what_somebody_typed_is_text() -> None:
    """Marks of the page's own language in a source are shown, not read."""
    case = made_case()
    evil = '<script>alert("x")</script>'
    line = replace(case.accounts[1], text=evil)
    text = report_html(replace(case, accounts=(line,), title=evil))
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_paper_is_kept_read_aloud_and_the_same_each_time() -> None:
    """PDF/A-2b and PDF/UA-1, marked, with status, *as of* and purpose on every page."""
    made = report_pdf(made_case())
    assert made == report_pdf(made_case())
    about = made.decode("latin-1")
    assert "<pdfaid:part>2</pdfaid:part>" in about
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    assert len(pages) > 3
    for page in pages:
        assert "Status: open, as of 2026-03-02 11:20" in page
        assert "makes no finding on responsibility" in page
        assert "TRAINING" in page
    whole = "\n".join(pages)
    assert "9 · Analysis" in whole
    assert "Empty: no named person has signed anything here." in whole
