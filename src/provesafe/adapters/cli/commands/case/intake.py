"""`provesafe case intake FILE`: what a text says, listed and not kept."""

from __future__ import annotations

import json
from pathlib import Path

import click

from provesafe.adapters.reading_sources import read_source
from provesafe.casefile import Claim, Intake, document, take_in

__all__ = ["intake"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="intake")
@click.argument("file", type=_FILE)
@click.option("--published", metavar="YYYY-MM-DD", help="When it was published, if you know it.")
@click.option("--encoding", help="What the file is written in, if not UTF-8.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def intake(file: Path, *, published: str | None, encoding: str | None, as_json: bool) -> int:
    """List what an article or a statement says: who said what to whom, times, events, questions.

    Rules only, no network. Every line waits for a person to accept, correct or drop it; without
    --published no year is given to a time that states none.
    """
    found = take_in(read_source(file, encoding=encoding), published=published)
    if as_json:
        click.echo(json.dumps(document(found), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(found)))
    return 0


def _lines(found: Intake) -> list[str]:
    names = {one.id: one.text for one in found.parties}
    counted = (
        f"{len(found.claims)} claims, {len(found.parties)} parties, {len(found.times)} times, "
        f"{len(found.events)} events, {len(found.hidden)} stretches hidden"
    )
    lines = [f"{counted}; nothing is taken over until somebody accepts it"]
    for claim in found.claims:
        lines += _claim_lines(claim, names)
    lines.append("people and bodies")
    for party in found.parties:
        roles = ", ".join(f"{one.text} ({one.how})" for one in party.roles)
        lines.append(f"  {party.id:<4} {party.text}{': ' + roles if roles else ''}")
    lines.append("times")
    for time in found.times:
        placed = time.edtf or f"not placed, needs the {time.needs or 'event'}"
        lines.append(
            f"  {time.id:<4} “{time.text}”: {placed}{' (inferred)' * (time.how == 'inferred')}"
        )
    lines.append("beside each other; which is right is not said here")
    for difference in found.differences:
        places = " / ".join(f"“{_short(one.text)}”" for one in difference.at)
        lines.append(f"  {difference.rule:<4} {difference.about}: {places}")
    lines.append("not in this text")
    lines += (f"  {one.what}" for one in found.gaps)
    lines.append("to ask")
    for question in found.questions:
        lines.append(f"  {question.ask}: {question.why}")
    return lines


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 60 else plain[:59] + "…"


def _claim_lines(claim: Claim, names: dict[str, str]) -> list[str]:
    who = names.get(claim.speaker or "", "not recorded")
    whom = f" to {names[claim.recipient]}" if claim.recipient else ""
    inside = f", inside {claim.parent}" if claim.parent else ""
    words = " … ".join(" ".join(one.text.split()) for one in claim.spans)
    head = f"{claim.id:<4} {who} said{whom} ({claim.kind}{inside}; {claim.start}–{claim.end})"
    return [head, f"     “{words}”"]
