"""A case without the words of sources that its reader may not be given; their places stay."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal

from provesafe.casefile.model import (
    Account,
    Beside,
    Case,
    Cite,
    Condition,
    EntryRef,
    Known,
    Party,
    PartyRole,
    Sheet,
    SheetLine,
    Source,
    Span,
    Stated,
)

__all__ = ["Reader", "sources_kept_from", "without_words_of"]

Reader = Literal["anyone", "parties"]


def sources_kept_from(case: Case, reader: Reader) -> frozenset[str]:
    """The sources that a reader may not be given: by their protection, and copies of those.

    Args:
        case: as computed.
        reader: `anyone` gets what is open, `parties` what is for them too; `protected` is nobody's.
    """
    given = {"open"} if reader == "anyone" else {"open", "parties"}
    kept = {one.id for one in case.sources if one.protection not in given}
    return frozenset(kept | {one.id for one in case.sources if one.copy_of in kept})


def without_words_of(case: Case, sources: frozenset[str]) -> Case:
    """The same case with no word of some sources in it.

    Args:
        case: as computed.
        sources: ids of those whose words are left out.
    """
    if not sources:
        return case
    cut: Case = _cut(case, sources)
    lines = {one.id for one in (*case.accounts, *case.waiting) if one.source in sources}
    return replace(
        cut,
        names=tuple(one for one in cut.names if not (one.cite and one.cite.source in sources)),
        comments=tuple(one for one in cut.comments if one.on not in lines),
    )


def _cut(value: Any, sources: frozenset[str]) -> Any:
    if isinstance(value, tuple):
        return tuple(_cut(one, sources) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {one.name: _cut(getattr(value, one.name), sources) for one in fields(value)}
    blank: tuple[str, ...] = ()
    match value:
        case Span(source=source) if source in sources:
            blank = ("exact", "prefix", "suffix")
        case EntryRef(source=source) if source in sources:
            blank = ("words",)
        case Account(source=source) if source in sources:
            blank = ("text", "outlet", "verb", "means")
        case Condition(source=source) if source in sources:
            blank = ("text", "subject", "condition")
        case Source(id=source) if source in sources:
            blank = ("title", "publication", "byline", "credit")
            changed["concealed"] = ()
        case Stated(cites=cites) if any(one.source in sources for one in cites):
            blank = ("text",)
        case PartyRole(cite=cite) if cite is not None and cite.source in sources:
            blank = ("text",)
        case Party(mentions=mentions) if _only_there(mentions, sources):
            changed["role"] = f"somebody in {mentions[0].source}"
        case Sheet(party=party) if party.partition(".")[0] in sources:
            changed["role"] = f"somebody in {party.partition('.')[0]}"
        case SheetLine(cites=cites) | Known(cites=cites):
            if any(one.source in sources for one in cites):
                blank = ("words",)
        case Beside(words=_, record=record, line=line):
            if record in sources or line.partition(".")[0] in sources:
                blank = ("words",)
    return replace(value, **(changed | dict.fromkeys(blank, "")))


def _only_there(mentions: tuple[Cite, ...], sources: frozenset[str]) -> bool:
    """Whether nobody else speaks of a party: then its role, too, is a word of theirs."""
    return bool(mentions) and all(one.source in sources for one in mentions)
