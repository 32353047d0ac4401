"""`provesafe prove DIR`: the protocol that a production really runs, made of its own rules."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from provesafe.adapters.cli.proof_words import (
    answer_lines,
    now_lines,
    replay_lines,
    running_lines,
)
from provesafe.adapters.cli.replay_words import file_replay_lines
from provesafe.adapters.proofs.documents import (
    file_replay_document,
    now_document,
    replay_document,
    running_document,
)
from provesafe.adapters.wiring import now_ms, view_production
from provesafe.errors import InputError
from provesafe.prover import Answer, Protocol, answer_protocol
from provesafe.service import (
    Production,
    Prover,
    left_now,
    planned_weapons,
    replayed,
    replayed_against,
    weapons_of_day,
)

__all__ = ["prove_here", "prove_production", "prove_replay", "prove_replay_against"]


def prove_production(
    folder: Path, weapon: str, *, engine: str, stories: int, what_ifs: bool, as_json: bool
) -> Answer:
    """Say how many failures stand between a weapon of a production and a person.

    Args:
        folder: the production.
        weapon: its id; may be left empty where only one is planned.
        engine: `cudd` or `python`.
        stories: how many of the smallest sets are told.
        what_ifs: answer the switches too.
        as_json: print one document.
    """
    with view_production(folder) as production:
        model = Prover(production).model(_weapon(production, weapon), now_ms=now_ms())
    protocol = model.protocol
    answer = answer_protocol(
        protocol, what_ifs=protocol.what_ifs if what_ifs else (), engine=engine, stories=stories
    )
    if as_json:
        document = running_document(answer, model)
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for line in (*running_lines(model), *answer_lines(answer)):
            click.echo(line)
    return answer


def prove_here(folder: Path, weapon: str, *, as_json: bool) -> int:
    """Say what still stands between, from where things stand now, for one weapon or all out."""
    with view_production(folder) as production:
        asked = (_known(production, weapon),) if weapon else None
        found = left_now(Prover(production), now_ms=now_ms(), weapons=asked)
    if as_json:
        click.echo(json.dumps(now_document(found), ensure_ascii=False, indent=1))
    else:
        for line in now_lines(found):
            click.echo(line)
    return int(any(one.left and one.left.between == "nothing" for one in found.weapons))


def prove_replay(folder: Path, weapon: str, *, as_json: bool) -> int:
    """Replay the record's last shooting day against the protocol it ran."""
    with view_production(folder) as production:
        last = production.writer.last_ms
        found = replayed(
            Prover(production),
            _weapon(production, weapon),
            day=production.times.shooting_day_of(last),
            now_ms=last,
        )
        shown = {one.index: production.times.show(one.at_ms) for one in found.happened}
    if as_json:
        click.echo(json.dumps(replay_document(found), ensure_ascii=False, indent=1))
    else:
        for line in replay_lines(found, shown):
            click.echo(line)
    return int(bool(found.happened))


def prove_replay_against(protocol: Protocol, folder: Path, weapon: str, *, as_json: bool) -> int:
    """Replay the last shooting day of a record against a protocol that somebody wrote down.

    Raises:
        InputError: nothing of the file says what it is entered as, or several weapons were used.
    """
    steps, failures = protocol.steps, protocol.failures
    if not any(one.entered_as for one in steps) and not any(one.entered_as for one in failures):
        raise InputError(
            f"nothing of `{protocol.id}` says as which act it is entered",
            hint="give its steps `entered_as`: docs/reference/protocol-file.md",
        )
    with view_production(folder) as production:
        day = production.times.shooting_day_of(production.writer.last_ms)
        known = _named_or_only(
            production,
            weapon,
            weapons_of_day(production, day),
            none="no entry of the last day names a firearm",
            several="several weapons were used that day",
        )
        found = replayed_against(production, protocol, known, day=day)
        met = [one.entry for one in found.course.taken]
        shown = {one.index: production.times.show(one.act.at_ms) for one in met}
    if as_json:
        click.echo(json.dumps(file_replay_document(found), ensure_ascii=False, indent=1))
    else:
        for line in file_replay_lines(found, shown):
            click.echo(line)
    return int(bool(found.course.happened or found.course.departures))


def _weapon(production: Production, weapon: str) -> str:
    return _named_or_only(
        production,
        weapon,
        planned_weapons(production),
        none="no weapon of this production is planned or out; a `plan` says which",
        several="several weapons are planned or out",
    )


def _named_or_only(
    production: Production, weapon: str, there: Sequence[str], *, none: str, several: str
) -> str:
    """The weapon that was named, or the only one there is.

    Raises:
        InputError: it is not known, or none is there, or one of several has to be named.
    """
    if weapon:
        return _known(production, weapon)
    if not there:
        raise InputError(none, hint="name one with --weapon")
    if len(there) > 1:
        listed = ", ".join(f"`{one}`" for one in there)
        raise InputError(several, hint=f"say --weapon: {listed}")
    return there[0]


def _known(production: Production, weapon: str) -> str:
    if weapon not in production.state.weapons:
        listed = ", ".join(f"`{one}`" for one in production.state.weapons) or "none"
        raise InputError(f"there is no weapon `{weapon}`", hint=f"there are {listed}")
    return weapon
