"""Who looks into it, by which instrument, and what they asked for; several may at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Authority", "Investigation", "Request", "Status"]

Status: TypeAlias = Literal["open", "draft to the parties", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A body that looks into the occurrence."""

    id: str
    name: str
    instrument: str
    """By what right: the act, order or agreement."""
    reference: str = ""
    lead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Something asked of somebody, and what came of it."""

    id: str
    of: str
    what: str
    asked_ms: int
    by: str
    """An authority's id, or whoever asked."""
    gap: str = ""
    answered_ms: int | None = None
    answer: str = ""
    given: tuple[str, ...] = ()
    """The sources that came as an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigation:
    """One of several looks at the same occurrence; each is cut and bundled on its own."""

    id: str
    title: str
    purpose: str
    authority: str = ""
    """An authority's id; empty for the production's own."""
    sources: tuple[str, ...] = ()
    """The sources it may use; empty for all that are open."""
    opened_ms: int = 0
    status: Status = "open"
    signed_by: str = ""
    """Who signed its analysis and conclusions; empty for nobody."""
    analysis: str = ""
    conclusions: str = ""
