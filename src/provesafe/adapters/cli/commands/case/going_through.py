"""`provesafe case stage|accept|correct|drop|enter`: a named person goes through the lines."""

from __future__ import annotations

import json
from pathlib import Path

import click

from provesafe.adapters.casework import FolderOfCase
from provesafe.adapters.cli.commands.case.taking import FOLDER
from provesafe.adapters.wiring import now_ms
from provesafe.casefile import FIELDS, Case, case_document
from provesafe.errors import InputError
from provesafe.service import ENTERED, correct_line, decide_lines, enter_step, read_case

__all__ = ["accept", "correct", "drop", "enter", "staged"]

_BY = click.option("--by", required=True, help="Who decides: a name or a short word.")
_NOTE = click.option("--note", default="", help="Why, in your words.")
_SET = click.option("--set", "changes", multiple=True, metavar="FIELD=VALUE", help="Repeatable.")


@click.command(name="stage")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("source", metavar="[SOURCE]", required=False, default="")
@click.option("--all", "everything", is_flag=True, help="Lines that were decided as well.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def staged(folder: Path, *, source: str, everything: bool, as_json: bool) -> int:
    """List the lines that wait for somebody, of every source or of one (S1, S2, …)."""
    case = read_case(FolderOfCase(folder), with_records=False)
    if as_json:
        document = case_document(case)
        kept = {"schema": "provesafe.case-staging/v1"}
        kept |= {name: document[name] for name in ("states", "waiting", "dropped")}
        click.echo(json.dumps(kept, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_stage_lines(case, source, everything=everything)))
    return 0


@click.command(name="accept")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("lines", metavar="LINE…", nargs=-1, required=True)
@_BY
@_NOTE
def accept(folder: Path, *, lines: tuple[str, ...], by: str, note: str) -> int:
    """Take lines over as they are: S1.C3, or S1 for all of a source that wait, or `all`."""
    done = decide_lines(FolderOfCase(folder), lines, "accepted", by=by, now_ms=now_ms(), note=note)
    click.echo(f"accepted {len(done)} lines, by {by}")
    return 0


@click.command(name="drop")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("lines", metavar="LINE…", nargs=-1, required=True)
@_BY
@_NOTE
def drop(folder: Path, *, lines: tuple[str, ...], by: str, note: str) -> int:
    """Leave lines out of what is compared; they stay in the history and can be taken over later."""
    done = decide_lines(FolderOfCase(folder), lines, "dropped", by=by, now_ms=now_ms(), note=note)
    click.echo(f"dropped {len(done)} lines, by {by}; they stay in the history")
    return 0


@click.command(name="correct")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("line", metavar="LINE")
@_SET
@_BY
@_NOTE
def correct(folder: Path, *, line: str, changes: tuple[str, ...], by: str, note: str) -> int:
    """Take a line over with changes, never of its words: who spoke, what it is about, who is one.

    \b
    case correct DIR S1.C3 --set speaker=P4 --by Hana
    case correct DIR S1.C3 --set about="E2 giver P4" --by Hana
    case correct DIR S1.P4 --set person=S2.P-… --by Hana     the same person in the record
    case correct DIR S1.P6 --set speaks_for=P4 --by Hana     a lawyer
    case correct DIR S3.E1 --set same_as=S1.E2 --by Hana     the same event in another source
    """
    correct_line(
        FolderOfCase(folder), line, list(_pairs(changes)), by=by, now_ms=now_ms(), note=note
    )
    click.echo(f"corrected {line}, by {by}; what stood before stays in the history")
    return 0


@click.command(name="enter")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("what", metavar="KIND", type=click.Choice(ENTERED))
@_SET
@click.option("--on", default="", help="What it is about: a line, a request, an investigation.")
@_BY
def enter(folder: Path, *, what: str, changes: tuple[str, ...], on: str, by: str) -> int:
    """Enter an authority, a request or its answer, a party's comment, an investigation, an event.

    \b
    case enter DIR authority --set name="the labour authority" --set instrument="…" --by Hana
    case enter DIR request --set of="whoever holds the call sheets" --set what="…" --by Hana
    case enter DIR answer --on R1 --set text="…" --by Hana
    case enter DIR comment --on S1.C3 --set party="the performer" --set text="…" --by Hana
    case enter DIR investigation --set title="…" --set sources="S1 S2" --by Hana
    """
    fields = dict(_pairs(changes))
    known = FIELDS[what] - {"id"}
    for name in fields:
        if name not in known:
            raise InputError(
                f"`{what}` has no field `{name}`", hint=f"it has {', '.join(sorted(known))}"
            )
    made = enter_step(FolderOfCase(folder), what, fields, on=on, by=by, now_ms=now_ms())
    click.echo(f"entered {what} {made}".rstrip() + f", by {by}")
    return 0


def _pairs(changes: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = []
    for one in changes:
        name, equals, value = one.partition("=")
        if not equals:
            raise InputError(f"`{one}` changes nothing", hint="write it as FIELD=VALUE")
        pairs.append((name.strip(), value.strip()))
    return pairs


def _stage_lines(case: Case, source: str, *, everything: bool) -> list[str]:
    wanted = {
        line: state
        for line, state in case.states.items()
        if (everything or state == "waiting") and (not source or line.startswith(f"{source}."))
    }
    lines = [f"{len(wanted)} lines; nothing is taken over until somebody accepts it"]
    words = _words(case)
    for line, state in wanted.items():
        said = words.get(line, "")
        lines.append(f"{line:<8} {state:<9} {said}".rstrip())
    return lines


def _words(case: Case) -> dict[str, str]:
    """What each line says, short enough for one row."""
    names = {one.party: one.text for one in case.names}
    found: dict[str, str] = {}
    for account in (*case.accounts, *case.waiting, *case.dropped):
        who = names.get(account.observer, "")
        party = case.party(account.observer)
        who = who or (party.role if party else "not recorded")
        about = "; ".join(
            f"{'not ' * one.denies}{'usually ' * one.practice}{one.event} {one.slot} {one.value}"
            for one in account.about
        )
        tail = f"  [{' '.join(about.split())}]" if about else ""
        found[account.id] = f"{who} said “{_short(account.text)}”{tail}"
    for party in case.parties:
        found[party.id] = f"{names.get(party.id, '')} · {party.role}"
    for event in case.events:
        at = ", ".join(one.edtf or f"“{one.text}”" for one in event.times)
        found[event.id] = f"event: {event.kind}{', ' + at if at else ''}"
    for time in case.times:
        found[time.id] = f"time: “{time.text}” {time.edtf or 'not placed'}"
    return found


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 70 else plain[:69] + "…"
