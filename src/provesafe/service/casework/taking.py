"""Opening a case and taking sources into it: bytes kept as they came, with who brought them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from provesafe.casefile import (
    Intake,
    Kept,
    Protection,
    SourceKind,
    Step,
    Value,
    decode_history,
    document,
    encode_step,
    kept_of,
    line_digest,
    next_id,
    take_in,
)
from provesafe.errors import ConflictError, InputError
from provesafe.service.casework.port import CaseFolder
from provesafe.service.day.times import zone_of

__all__ = ["CaseThereError", "NoCaseError", "Offered", "add_steps", "begin_case", "take_source"]


class CaseThereError(ConflictError):
    """There is a case in that folder already."""

    code = "service.case_there"


class NoCaseError(InputError):
    """There is no case in that folder."""

    code = "service.no_case"


class TakenTwiceError(ConflictError):
    """The same bytes were taken in before."""

    code = "service.case_taken_twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A source as it is brought."""

    kind: SourceKind
    title: str
    media_type: str
    name: str
    """What its file is called where it came from: its last part, no folders."""
    original: bytes
    text: str | None = None
    """Its text, decoded and nothing else changed; None of a record."""
    from_whom: str = ""
    how: str = "file"
    taken_ms: int | None = None
    published: str | None = None
    protection: Protection = "parties"
    licence: str = ""
    copy_of: str = ""
    weapon: str = ""
    """Of a record: the weapon whose use is looked at; empty for the one that went off last."""
    origin: str = ""
    entries: int = 0
    checked: str = ""

    def with_what_is_known(
        self,
        *,
        from_whom: str,
        how: str,
        taken_ms: int | None,
        published: str | None,
        protection: Protection,
        licence: str,
        copy_of: str,
        weapon: str,
    ) -> Offered:
        """The same source with what whoever brings it says of it; each as the field says."""
        return replace(
            self,
            from_whom=from_whom,
            how=how,
            taken_ms=taken_ms,
            published=published,
            protection=protection,
            licence=licence,
            copy_of=copy_of,
            weapon=weapon,
        )


def begin_case(
    folder: CaseFolder, *, title: str, zone: str, real: str, by: str, now_ms: int
) -> None:
    """Open a case in an empty folder.

    Args:
        folder: where it is kept.
        title: what it is called; the occurrence, in words that name nobody.
        zone: the time zone of the place, by its IANA name.
        real: `real`, `demo` or `training`.
        by: who opens it.
        now_ms: the clock.

    Raises:
        CaseThereError: there is one already.
        InputError: no such time zone, or nobody stands for it.
    """
    zone_of(zone)
    if folder.history():
        raise CaseThereError("there is a case here already", hint="add to it: `provesafe case add`")
    step = Step(
        what="opened", by=by, at_ms=now_ms, fields={"title": title, "zone": zone, "real": real}
    )
    folder.append([encode_step(step, "")], after="")


def take_source(folder: CaseFolder, offered: Offered, *, by: str, now_ms: int) -> str:
    """Take a source in: keep its bytes, find its lines, enter who brought it.

    Args:
        folder: the case.
        offered: the source.
        by: who takes it in.
        now_ms: the clock.

    Returns:
        Its id; every line of it now waits.

    Raises:
        NoCaseError: there is no case here.
        TakenTwiceError: the same bytes are in it.
        InputError: its text cannot be taken in.
    """
    steps = _steps(folder)
    digest = sha256(offered.original).hexdigest()
    offered = _beside_what_is_there(folder, kept_of(steps), offered, digest)
    source = next_id(steps, "taken")
    place = f"sources/{source}"
    original = f"{place}/original/{offered.name}"
    files = {original: offered.original}
    fields: dict[str, Value] = {
        "kind": offered.kind,
        "title": offered.title,
        "sha256": digest,
        "bytes_count": len(offered.original),
        "file": original,
        "media_type": offered.media_type,
        "from_whom": offered.from_whom,
        "how": offered.how,
        "taken_ms": now_ms if offered.taken_ms is None else offered.taken_ms,
        "protection": offered.protection,
        "licence": offered.licence,
        "copy_of": offered.copy_of,
    }
    if offered.published:
        fields["published"] = offered.published
    if offered.text is not None:
        found = take_in(offered.text, published=offered.published)
        files[f"{place}/text"] = offered.text.encode("utf-8", "surrogatepass")
        files[f"{place}/intake.json"] = intake_bytes(found)
        fields["code_points"] = len(offered.text)
        for name, file in (("text_sha256", "text"), ("intake_sha256", "intake.json")):
            fields[name] = sha256(files[f"{place}/{file}"]).hexdigest()
    if offered.kind == "record":
        fields |= {
            "origin": offered.origin,
            "entries": offered.entries,
            "checked": offered.checked,
            "weapon": offered.weapon,
        }
    step = Step(what="taken", by=by, at_ms=now_ms, on=source, fields=fields)
    encode_step(step, "")  # Tried before anything is stored.
    folder.keep(files)
    add_steps(folder, [step])
    return source


def _beside_what_is_there(folder: CaseFolder, kept: Kept, offered: Offered, digest: str) -> Offered:
    """The source with what it is to one that is there: the same record again, or one that parts."""
    for one in kept.sources:
        other_use = one.kind == "record" and kept.taken[one.id].text("weapon") != offered.weapon
        if one.sha256 == digest and not other_use:
            raise TakenTwiceError(f"`{offered.name}` is in the case already, as {one.id}")
    earlier = [
        one for one in kept.sources if one.kind == offered.kind == "record" and not one.copy_of
    ]
    parts = ""
    for one in earlier:
        if one.origin == offered.origin:
            at = folder.parting(one, offered.original)
            if at is None:
                return replace(offered, copy_of=one.id)
            parts += f"; another record than {one.id}, of the same name: they part at entry {at}"
    return replace(offered, checked=offered.checked + parts)


def intake_bytes(intake: Intake) -> bytes:
    """The document of an intake as it is kept: the same intake, the same bytes."""
    return (json.dumps(document(intake), ensure_ascii=True, indent=1) + "\n").encode("ascii")


def add_steps(folder: CaseFolder, steps: Sequence[Step]) -> None:
    """Enter steps behind what is there, all or none.

    Raises:
        NoCaseError: there is no case here.
        StepError: one of them is not a step of a case.
        ConflictError: somebody else entered something meanwhile.
    """
    lines = folder.history()
    if not lines:
        raise NoCaseError("there is no case here", hint="open one: `provesafe case new`")
    decode_history(lines)
    first = prev = line_digest(lines[-1])
    added = []
    for step in steps:
        line = encode_step(step, prev)
        prev = line_digest(line)
        added.append(line)
    folder.append(added, after=first)


def _steps(folder: CaseFolder) -> tuple[Step, ...]:
    lines = folder.history()
    if not lines:
        raise NoCaseError("there is no case here", hint="open one: `provesafe case new`")
    return decode_history(lines)
