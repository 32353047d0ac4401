"""Where every line comes from, as W3C PROV-JSON: speaker, source, intake, whoever went through it.

    entity     each source, each line; agent: parties by role, whoever took in or went through
    activity   taking in a source; each time a person accepted, corrected or dropped a line
    relations  a line was quoted from its source and attributed to its observer; a lawyer acted on
               behalf of a client; a source that prints another again was derived from it

Source: W3C PROV-DM (2013) and its member submission PROV-JSON.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from provesafe.casefile.lanes import clock_words
from provesafe.casefile.model import Account, Case, Source, spans_of

__all__ = ["prov_document"]

_SPACE = "urn:provesafe:case:"


def prov_document(case: Case) -> dict[str, Any]:
    """The PROV-JSON of a case; the same case gives the same document."""
    made = _Made(prefix={"ps": f"{_SPACE}{case.id[:16]}:"})
    for party in case.parties:
        kind = "prov:Organization" if party.kind == "organisation" else "prov:Person"
        made.agent(_name("party", party.id), {"ps:role": party.role, "prov:type": _qname(kind)})
        if party.speaks_for and case.party(party.speaks_for):
            made.relation(
                "actedOnBehalfOf",
                {
                    "prov:delegate": _name("party", party.id),
                    "prov:responsible": _name("party", party.speaks_for),
                },
            )
    for source in case.sources:
        _source(made, case, source)
    for line in case.accounts:
        _line(made, case, line)
    return made.document()


def _source(made: _Made, case: Case, source: Source) -> None:
    entity, taken = _name("source", source.id), _name("taken", source.id)
    made.entity(
        entity,
        {
            "ps:sha256": source.sha256,
            "ps:kind": source.kind,
            "ps:protection": source.protection,
            "prov:label": source.title,
        },
    )
    made.activity(taken, source.acquired.taken_ms, f"taking in {source.id}")
    made.relation("wasGeneratedBy", {"prov:entity": entity, "prov:activity": taken})
    if source.acquired.by:
        by = made.person(source.acquired.by)
        made.relation("wasAssociatedWith", {"prov:activity": taken, "prov:agent": by})
    if source.copy_of and case.source(source.copy_of):
        made.relation(
            "wasDerivedFrom",
            {
                "prov:generatedEntity": entity,
                "prov:usedEntity": _name("source", source.copy_of),
            },
        )


def _line(made: _Made, case: Case, line: Account) -> None:
    entity = _name("line", line.id)
    spans = spans_of(line.cites)
    facts: dict[str, Any] = {"ps:basis": line.basis, "ps:form": line.form, "ps:state": line.state}
    if line.text:
        facts["prov:value"] = line.text
    if spans:
        facts["ps:places"] = " ".join(f"{one.start}-{one.end}" for one in spans)
    made.entity(entity, facts)
    made.relation(
        "wasDerivedFrom",
        {
            "prov:generatedEntity": entity,
            "prov:usedEntity": _name("source", line.source),
            "prov:type": _qname("prov:Quotation"),
        },
    )
    for party in dict.fromkeys((line.observer, *line.through)):
        if party and (known := case.party(party)):
            made.relation(
                "wasAttributedTo",
                {"prov:entity": entity, "prov:agent": _name("party", known.id)},
            )
    for number, step in enumerate(line.history, start=1):
        activity = _name("step", f"{line.id}.{number}")
        made.activity(activity, step.at_ms, step.what)
        made.relation("used", {"prov:activity": activity, "prov:entity": entity})
        if step.by:
            by = made.person(step.by)
            made.relation("wasAssociatedWith", {"prov:activity": activity, "prov:agent": by})


@dataclass(frozen=False, slots=True, kw_only=True)
class _Made:
    """A document while it is put together."""

    prefix: dict[str, str]
    sections: dict[str, dict[str, Any]] = field(default_factory=dict)

    def entity(self, name: str, facts: dict[str, Any]) -> None:
        """An entity with what is known of it."""
        self.sections.setdefault("entity", {})[name] = facts

    def agent(self, name: str, facts: dict[str, Any]) -> None:
        """Somebody, or some body."""
        self.sections.setdefault("agent", {})[name] = facts

    def person(self, called: str) -> str:
        """Whoever worked on the case, under the name they gave; their name here."""
        name = _name("worker", called)
        self.agent(name, {"prov:label": called, "prov:type": _qname("prov:Person")})
        return name

    def activity(self, name: str, at_ms: int, label: str) -> None:
        """Something done at a moment."""
        at = _moment(at_ms)
        facts = {"prov:startTime": at, "prov:endTime": at, "prov:label": label}
        self.sections.setdefault("activity", {})[name] = facts

    def relation(self, kind: str, facts: dict[str, Any]) -> None:
        """A relation; numbered in the order it is stated."""
        section = self.sections.setdefault(kind, {})
        section[f"_:{kind}{len(section) + 1}"] = facts

    def document(self) -> dict[str, Any]:
        """The whole, by name of section."""
        return {
            "prefix": self.prefix,
            **{name: self.sections[name] for name in sorted(self.sections)},
        }


def _name(kind: str, what: str) -> str:
    """A qualified name that every reader takes."""
    return f"ps:{kind}-" + re.sub(r"[^A-Za-z0-9.]", lambda found: f"_{ord(found[0]):x}_", what)


def _qname(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def _moment(ms: int) -> str:
    """A moment in UTC, ISO 8601: `2026-03-02T15:14:00.250Z`."""
    day, clock = clock_words(ms // 60_000).split(" ")
    second, part = divmod(ms % 60_000, 1_000)
    return f"{day}T{clock}:{second:02}.{part:03}Z"
