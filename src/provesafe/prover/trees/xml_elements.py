"""A text of XML as elements with their places, and nothing that XML can do beside.

No document type, no entities of anybody's own, no instructions are read: a text that has them is
refused before anything is expanded. Depth and number of elements are limited.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from provesafe.errors import Span
from provesafe.prover.errors import TreeError

__all__ = ["Element", "parse_elements"]

DEPTH_MAX = 100
"""LIMIT: the deepest tree by hand nests a dozen; reading formulas goes as deep as they nest."""
ELEMENTS_MAX = 2_000_000
"""LIMIT: a hundred times the largest public tree."""


@dataclass(frozen=False, slots=True)
class Element:
    """One element: its tag, its attributes, what stands in it, and where it begins."""

    tag: str
    attributes: dict[str, str]
    place: Span
    inside: list[Element] = field(default_factory=list)

    def need(self, name: str) -> str:
        """An attribute that must be there.

        Raises:
            TreeError: it is not, or it is empty.
        """
        value = self.attributes.get(name, "").strip()
        if not value:
            raise TreeError(f"`{self.tag}` has no `{name}`", span=self.place)
        return value

    def parts(self) -> Iterator[Element]:
        """What stands in it, labels and attributes left out."""
        return (one for one in self.inside if one.tag not in ("label", "attributes"))


def parse_elements(text: str, source: str) -> Element:
    """The root element of a text of XML.

    Args:
        text: the whole text; what it says of its own encoding is passed over.
        source: what to call the text when something is wrong.

    Raises:
        TreeError: not XML, or more than plain elements.
    """
    return _Reader(text, source).read()


class _Reader:
    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.source = source
        self.open: list[Element] = []
        self.root: Element | None = None
        self.count = 0
        self.expat = expat.ParserCreate()
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.StartDoctypeDeclHandler = self._refuse_type
        self.expat.EntityDeclHandler = self._refuse_entity
        self.expat.CharacterDataHandler = self._words

    def read(self) -> Element:
        try:
            # As text, so that a declared encoding cannot say otherwise.
            self.expat.Parse(self.text, True)
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code) or "not XML"
            place = self._place(error.lineno, error.offset)
            raise TreeError(f"this is not XML: {said.lower()}", span=place) from error
        if self.root is None:
            raise TreeError("this is not XML: there is no element", span=self._place(1, 0))
        return self.root

    def _place(self, line: int, column: int) -> Span:
        return Span(source=self.source, start=0, end=0, line=line, column=column + 1)

    def _here(self) -> Span:
        return self._place(self.expat.CurrentLineNumber, self.expat.CurrentColumnNumber)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, attributes, self._here())
        self.count += 1
        if len(self.open) >= DEPTH_MAX:
            raise TreeError(f"elements nest deeper than {DEPTH_MAX}", span=element.place)
        if self.count > ELEMENTS_MAX:
            raise TreeError(f"there are more than {ELEMENTS_MAX} elements", span=element.place)
        if self.open:
            self.open[-1].inside.append(element)
        elif self.root is None:
            self.root = element
        self.open.append(element)

    def _end(self, _tag: str) -> None:
        self.open.pop()

    def _words(self, words: str) -> None:
        inside_label = any(one.tag in ("label", "attributes") for one in self.open)
        if words.strip() and not inside_label:
            raise TreeError(f"text stands where none belongs: `{words[:20]}`", span=self._here())

    def _refuse_type(self, name: str, *_others: object) -> None:
        raise TreeError(
            f"a document type (`{name}`) is not read",
            hint="take the `<!DOCTYPE …>` away; fault trees need none",
            span=self._here(),
        )

    def _refuse_entity(self, name: str, *_others: object) -> None:
        raise TreeError(f"the entity `{name}` is not read", span=self._here())
