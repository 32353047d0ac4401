"""`provesafe prove PROTOCOL|DIR`: how many failures stand between a live round and a person."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import click

from provesafe.adapters.cli.commands.proof.production import (
    prove_here,
    prove_production,
    prove_replay,
    prove_replay_against,
)
from provesafe.adapters.cli.files import read_text, write_new
from provesafe.adapters.cli.proof_words import answer_lines, comparison_lines, here_lines
from provesafe.adapters.proofs.documents import answer_document, comparison_document, here_document
from provesafe.errors import InputError, invariant
from provesafe.prover import (
    Answer,
    Protocol,
    answer_protocol,
    compare_protocols,
    follow,
    from_here,
    ground,
    parse_protocol,
    parse_what_ifs,
    protocol_tree,
    render_promela,
    render_tree,
)

__all__ = ["command"]

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(path_type=Path)


@click.command(name="prove")
@click.argument("protocol", type=click.Path(exists=True, path_type=Path))
@click.option("--weapon", default="", help="Of a production, or of --replay: this weapon.")
@click.option(
    "--from-here", "from_now", is_flag=True, help="Of a production: from now, what still stands?"
)
@click.option(
    "--replay",
    is_flag=False,
    flag_value=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="[DIR]",
    help="The last day of a production: of DIR against the file, or of itself.",
)
@click.option("--what-if", "what_if", type=FILE, help="A file of changes, in place of its own.")
@click.option("--no-what-ifs", is_flag=True, help="Leave out the changes the protocol brings.")
@click.option("--against", type=FILE, help="A second protocol: what does each let through alone?")
@click.option("--at-least", type=click.IntRange(0), help="Exit with 1 below so many failures.")
@click.option("--copies", type=click.IntRange(1, 9), help="So many of each thing.")
@click.option("--stories", type=click.IntRange(0), default=3, help="How many sets are told.")
@click.option("--recalled", is_flag=True, help="Take probabilities nobody looked up again.")
@click.option("--pure", is_flag=True, help="Search in plain Python, without CUDD.")
@click.option("--after", help="From here: after these steps, `meet,load,show`, what still stands?")
@click.option("--count", is_flag=True, help="Count the states again, one by one.")
@click.option("--open-psa", type=OUT, help="Write the sets as a fault tree, for other solvers.")
@click.option("--promela", type=OUT, help="Write the model for SPIN.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(
    protocol: Path,
    *,
    weapon: str,
    from_now: bool,
    replay: Path | None,
    what_if: Path | None,
    no_what_ifs: bool,
    against: Path | None,
    at_least: int | None,
    copies: int | None,
    stories: int,
    recalled: bool,
    pure: bool,
    after: str | None,
    count: bool,
    open_psa: Path | None,
    promela: Path | None,
    as_json: bool,
) -> int:
    """Say whether everybody following a protocol is enough, and if so, the fewest failures that
    are not, each told as a story. Of a production: the protocol its own rules make.

    Exit status 1 if the hazard is reached although nothing goes wrong, or by fewer failures than
    --at-least. Numbers are for putting protocols in order, never for a promise.
    """
    engine = "python" if pure else "cudd"
    if protocol.is_dir():
        if any((what_if, against, after, open_psa, promela, copies)):
            raise InputError("of a production only its own model is proved", hint="name a file")
        if from_now:
            return prove_here(protocol, weapon, as_json=as_json)
        if replay is not None:
            return _replay_itself(protocol, replay, weapon, as_json=as_json)
        whole = not no_what_ifs
        own = prove_production(
            protocol, weapon, engine=engine, stories=stories, what_ifs=whole, as_json=as_json
        )
        return _status(own, at_least)
    if replay is not None and any((what_if, against, after, open_psa, promela, count)):
        raise InputError("a replay is asked for by itself", hint="leave out the other options")
    if from_now or (weapon and replay is None):
        raise InputError("--weapon and --from-here are of a production, not of a file")
    read = partial(_read, recalled=recalled, copies=copies)
    wanted = read(protocol)
    if replay is not None:
        return prove_replay_against(wanted, replay, weapon, as_json=as_json)
    if after is not None:
        return _from_here(wanted, after, as_json=as_json)
    changes = (
        parse_what_ifs(read_text(what_if), source=str(what_if), recalled=recalled)
        if what_if
        else wanted.what_ifs
    )
    answer = answer_protocol(
        wanted, what_ifs=() if no_what_ifs else changes, engine=engine, stories=stories
    )
    if count:
        _count_again(answer)
    if open_psa is not None:
        write_new(open_psa, render_tree(protocol_tree(answer)))
    if promela is not None:
        write_new(promela, render_promela(answer.apart.system))
    if against is not None:
        return _compare(answer, answer_protocol(read(against), engine=engine), as_json=as_json)
    _say(answer, as_json=as_json)
    return _status(answer, at_least)


def _say(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(answer_document(answer), ensure_ascii=False, indent=1))
    else:
        for line in answer_lines(answer):
            click.echo(line)


def _replay_itself(folder: Path, against: Path, weapon: str, *, as_json: bool) -> int:
    if against != Path():
        raise InputError("a production is replayed against itself", hint="name a file first")
    return prove_replay(folder, weapon, as_json=as_json)


def _read(path: Path, *, recalled: bool, copies: int | None) -> Protocol:
    found = parse_protocol(
        read_text(path), source=str(path), recalled=recalled, bases=_beside(path)
    )
    return found.with_copies(copies) if copies else found


def _status(answer: Answer, at_least: int | None) -> int:
    """1 where nothing needs to go wrong, or fewer failures suffice than were asked for."""
    distance = answer.proof.distance
    return int(distance is not None and distance < max(1, at_least or 0))


def _from_here(protocol: Protocol, after: str, *, as_json: bool) -> int:
    """What still stands in between after some steps of the day."""
    acts = [name.strip() for name in after.split(",") if name.strip()]
    system = ground(protocol)
    here = from_here(protocol, system, follow(system, acts))
    if as_json:
        document = here_document(protocol.id, acts, here)
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for line in here_lines(here):
            click.echo(line)
    return int(here.proof.distance == 0)


def _beside(path: Path) -> dict[str, str]:
    """The protocols in the same folder, which this one may be based on."""
    return {other.stem: read_text(other) for other in sorted(path.parent.glob("*.toml"))}


def _count_again(answer: Answer) -> None:
    """A third count of the states, which shares no code with the diagrams; said on stderr."""
    # Late import: loading the compiler takes a second.
    from provesafe.prover import count_states, states_a_second_needs

    system = answer.proof.system
    found = count_states(system, (1 << len(system.failures)) - 1)
    invariant(found == answer.proof.states, "the states counted one by one are not as many")
    click.echo(f"{found:,} states counted again, by {states_a_second_needs()}", err=True)


def _compare(first: Answer, second: Answer, *, as_json: bool) -> int:
    comparison = compare_protocols(first, second)
    if as_json:
        document = comparison_document(first, second, comparison)
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for line in comparison_lines(first, second, comparison):
            click.echo(line)
    return int(bool(comparison.only_first or comparison.only_second))
