"""The audit of one source, as a function that any process of any machine can run.

    audit_production(path, asked) -> AuditReport

It depends on what lies at the path and on what was asked, and on nothing else: the clock is asked
for before and passed in. Both sides can be pickled, so that a pool of processes, or a cluster, maps
it over a fleet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from provesafe.adapters.fleet.books import shelf
from provesafe.adapters.fleet.sources import read_source, source_kind
from provesafe.adapters.rulebooks import fact_phrases, rulebook_signature
from provesafe.adapters.taking_out import check_bundle
from provesafe.adapters.wiring import verify_production
from provesafe.errors import InputError, ProvesafeError
from provesafe.rulebook import Signature, parse_signature
from provesafe.service import AuditReport, InForce, Seen, audit_seen

__all__ = ["Asked", "Failure", "Told", "audit_production", "tell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of every source; text and numbers alone, so that others can be told."""

    now_ms: int
    until: str = ""
    """`2026-03-02 19:30` by each source's own clock; empty for as long as it is known."""
    rulebooks: tuple[str, ...] = ()
    """Shipped ids or folders to judge by, in place of what was taken on."""
    signature: str = ""
    """MonPoly's text of the predicates of logs; empty for those of acts."""
    zone: str = "UTC"
    """Of logs, which do not say."""
    explained: bool = False
    """Whether nearest misses are looked for."""
    verify: bool = False
    """Whether every signature is checked first."""

    def judged_by(self, rulebook: str) -> Asked:
        """The same question, judged by one rulebook alone."""
        return replace(self, rulebooks=(rulebook,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a source could not be audited."""

    code: str
    message: str
    hint: str
    place: str
    exit_code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of one source: a report, or why there is none."""

    source: str
    report: AuditReport | None = None
    failure: Failure | None = None


def audit_production(path: Path, asked: Asked) -> AuditReport:
    """Audit one source: a production's folder, a bundle, or a log.

    Args:
        path: where it lies.
        asked: by what, and up to when.

    Raises:
        InputError: it holds nothing that can be audited, or a rulebook is not there.
        VerificationError: what is there is not what was signed.
        UnavailableError: it cannot be read.
    """
    signature = parse_signature(asked.signature) if asked.signature else rulebook_signature()
    kind = source_kind(path)
    if asked.verify and kind != "log":
        _verify(path, bundle=kind == "bundle")
    seen = read_source(
        path, until=asked.until, now_ms=asked.now_ms, signature=signature, zone=asked.zone
    )
    if kind == "log" and not asked.rulebooks:
        raise InputError(
            f"`{path}` is a log, which took on no rulebook",
            hint="name the rulebooks to judge by: `--rulebook`",
        )
    own = signature if kind == "log" else rulebook_signature()
    report = audit_seen(
        _judged_by(seen, asked.rulebooks, own),
        source=str(path),
        program_of=shelf().program(own),
        signature=own,
        phrases=fact_phrases(),
        explained=asked.explained,
    )
    return replace(report, verified=asked.verify and kind != "log")


def tell(path: Path, asked: Asked) -> Told:
    """As `audit_production`, with an error as a value: one bad source does not end a fleet's."""
    try:
        return Told(source=str(path), report=audit_production(path, asked))
    except ProvesafeError as error:
        failure = Failure(
            code=error.code,
            message=error.message,
            hint=error.hint,
            place=error.place(),
            exit_code=error.exit_code,
        )
        return Told(source=str(path), failure=failure)


def _judged_by(seen: Seen, names: tuple[str, ...], signature: Signature) -> Seen:
    """The same record, judged by named rulebooks in place of what it took on."""
    if not names:
        return seen
    books = [shelf().named(name, signature) for name in names]
    ids = [book.id for book in books]
    for name, one in zip(names, ids, strict=True):
        if ids.count(one) > 1:
            raise InputError(f"`{name}` is named twice", hint="name each rulebook once")
    return replace(seen, in_force=tuple(InForce(book=book, watched=False) for book in books))


def _verify(path: Path, *, bundle: bool) -> None:
    if bundle:
        check_bundle(path, policy=None, expected_origin=None, processes=1)
    else:
        verify_production(path, processes=1)
