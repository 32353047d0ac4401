"""Of an HTML page, what is no text of its article: scripts, menus, forms, captions, surroundings.

The page is read by the standard library's parser and never rebuilt: what comes back is a list of
stretches to hide, so that every place found later is a place in the file.
"""

from __future__ import annotations

from html.parser import HTMLParser

from provesafe.casefile.intake.lexicon import wordset
from provesafe.casefile.intake.page.clean import Hidden

__all__ = ["hidden_in_html", "is_html"]

_NO_TEXT = wordset(
    "script style noscript template head nav footer aside form button select svg iframe object "
    "figcaption video audio"
)
_WITHOUT_END = wordset("area base br col embed hr img input link meta param source track wbr")


def is_html(raw: str) -> bool:
    """Whether a text is a page rather than an article with a few torn tags."""
    head = raw[:2000].lower().lstrip("\ufeff \t\r\n")
    return head.startswith(("<!doctype html", "<html")) or "<body" in head or "<head" in head


def hidden_in_html(raw: str) -> tuple[Hidden, ...]:
    """The stretches of a page that hold no text of its article, in order, none inside another."""
    finder = _Finder(raw)
    finder.feed(raw)
    finder.close()
    stretches = [*finder.hidden, *finder.unclosed()]
    if finder.article is not None:
        first, last = finder.article
        stretches = [one for one in stretches if first <= one[0] and one[1] <= last]
        stretches += [(0, first), (last, len(raw))]
    return tuple(
        Hidden(start=start, end=end, reason="page furniture")
        for start, end in _outermost(stretches)
        if end > start
    )


def _outermost(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches, key=lambda one: (one[0], -one[1])):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


class _Finder(HTMLParser):
    def __init__(self, raw: str) -> None:
        super().__init__(convert_charrefs=False)
        self.hidden: list[tuple[int, int]] = []
        self.article: tuple[int, int] | None = None
        self._lines = [0]
        for place, character in enumerate(raw):
            if character == "\n":
                self._lines.append(place + 1)
        self._length = len(raw)
        self._open: list[tuple[str, int]] = []

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own shape
        if tag in _WITHOUT_END:
            return
        if tag in _NO_TEXT or tag == "article":
            self._open.append((tag, self._offset()))

    def handle_endtag(self, tag: str) -> None:
        for row in range(len(self._open) - 1, -1, -1):
            if self._open[row][0] == tag:
                start = self._open[row][1]
                del self._open[row:]
                end = self._offset()
                if tag != "article":
                    self.hidden.append((start, end))
                elif self.article is None:
                    self.article = (start, end)
                return

    def unclosed(self) -> list[tuple[int, int]]:
        """A script that never ends hides the rest; a menu that never ends hides nothing."""
        return [(at, self._length) for tag, at in self._open if tag in ("script", "style")]
