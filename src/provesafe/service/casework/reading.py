"""Reading a case: its history and every kept byte checked, then the whole as one value."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256

from provesafe.casefile import (
    Case,
    Investigation,
    Kept,
    Source,
    Step,
    Text,
    case_of,
    decode_history,
    intake_of,
    kept_of,
    line_digest,
    sources_for,
    uses_of,
)
from provesafe.errors import InputError, VerificationError
from provesafe.service.casework.port import CaseFolder
from provesafe.service.casework.taking import NoCaseError

__all__ = ["SourceChangedError", "read_case"]


class SourceChangedError(VerificationError):
    """What is kept of a source is not what was taken in."""

    code = "service.case_source_changed"


class NoInvestigationError(InputError):
    """There is no investigation of that id."""

    code = "service.case_no_investigation"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """A source's files, each kept against the digest in the history."""

    folder: CaseFolder
    step: Step

    def read(self, name: str, digest: str) -> bytes:
        raw = self.folder.read(name)
        if sha256(raw).hexdigest() != digest:
            raise SourceChangedError(
                f"`{name}` is not what was taken in", hint="keep it, and take the source in anew"
            )
        return raw

    def original(self) -> bytes:
        return self.read(self.step.text("file"), self.step.text("sha256"))

    def text(self) -> Text:
        place = f"sources/{self.step.on}"
        raw = self.read(f"{place}/text", self.step.text("text_sha256"))
        kept = self.read(f"{place}/intake.json", self.step.text("intake_sha256"))
        return Text(
            source=self.step.on,
            text=raw.decode("utf-8", "surrogatepass"),
            intake=intake_of(json.loads(kept)),
        )


def _read_kept(folder: CaseFolder) -> tuple[Kept, str, str]:
    """What the history comes to, and the digests of its first line and its last.

    Raises:
        NoCaseError: there is no case here.
        HistoryChangedError: it is not the history that was written.
    """
    lines = folder.history()
    if not lines:
        raise NoCaseError("there is no case here", hint="open one: `provesafe case new`")
    return kept_of(decode_history(lines)), line_digest(lines[0]), line_digest(lines[-1])


def read_case(folder: CaseFolder, *, investigation: str = "", with_records: bool = True) -> Case:
    """The case as it stands.

    Args:
        folder: where it is kept.
        investigation: the id of the one it is cut for; empty for the whole.
        with_records: whether entries are read too; what waits can be listed without them.

    Raises:
        NoCaseError: there is no case here.
        VerificationError: the history or a source is not what was left.
        InputError: there is no such investigation.
    """
    kept, first, last = _read_kept(folder)
    cut_for = _investigation(kept, investigation)
    texts = []
    readings = []
    for source in kept.sources:
        checked = _Checked(folder=folder, step=kept.taken[source.id])
        checked.original()
        if _has_text(source, checked.step):
            texts.append(checked.text())
    if with_records:
        weapons = {source: step.text("weapon") for source, step in kept.taken.items()}
        for use in uses_of(kept.sources, sources_for(kept, cut_for), weapons):
            reading = folder.record(use.held_in, use.weapon)
            readings.append(
                replace(reading, source=use.source, held_in=use.held_in.id, known_in=use.known_in)
            )
    return case_of(kept, texts, readings=readings, first=first, digest=last, investigation=cut_for)


def _has_text(source: Source, step: Step) -> bool:
    return source.kind != "record" and bool(step.text("text_sha256"))


def _investigation(kept: Kept, wanted: str) -> Investigation | None:
    if not wanted:
        return None
    found = next((one for one in kept.investigations if one.id == wanted), None)
    if found is None:
        listed = ", ".join(one.id for one in kept.investigations) or "there is none yet"
        raise NoInvestigationError(f"there is no investigation `{wanted}`", hint=listed)
    return found
