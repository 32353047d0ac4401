"""`provesafe cutsets TREE.xml`: the minimal cut sets of a fault tree, and its probability."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import click

from provesafe.adapters.cli.files import read_text, write_new
from provesafe.adapters.proofs.documents import band_document
from provesafe.prover import (
    Band,
    Effort,
    Importance,
    SolvedTree,
    importance_of,
    parse_tree,
    render_tree,
    solve_tree,
    uncertainty_of,
)

__all__ = ["command"]

SHOWN = 20
MEASURED = 10

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="cutsets")
@click.argument("tree", type=FILE)
@click.option("--top", default="", help="The gate to ask about, where several are called by none.")
@click.option(
    "--order", "order", type=click.IntRange(0), help="Count and list sets up to this order only."
)
@click.option("--sets", "shown", type=click.IntRange(0), default=SHOWN, help="How many to list.")
@click.option("--no-importance", is_flag=True, help="Leave out importance and the band.")
@click.option("--seed", type=click.IntRange(0), default=1, help="Where the draws begin.")
@click.option("--pure", is_flag=True, help="Solve in plain Python, without CUDD.")
@click.option("--write", type=click.Path(path_type=Path), help="Write the tree as it was read.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(
    tree: Path,
    *,
    top: str,
    order: int | None,
    shown: int,
    no_importance: bool,
    seed: int,
    pure: bool,
    write: Path | None,
    as_json: bool,
) -> int:
    """Say which smallest combinations of events bring about the top of a fault tree.

    TREE is Open-PSA XML. Counts are exact and complete. Where the whole does not fit the limits
    they are complete up to an order that is said. Exit status 6 where not even single events fit.
    Of events that must not happen, a set says nothing.
    """
    read = parse_tree(read_text(tree), source=str(tree), top=top)
    if write is not None:
        write_new(write, render_tree(read))
    solved = solve_tree(read, effort=Effort(engine="python" if pure else "cudd"))
    no_importance = no_importance or solved.order_limit is not None
    measures = () if no_importance else importance_of(solved)
    band = None if no_importance else uncertainty_of(solved, seed=seed)
    listed = list(islice(_smallest_first(solved, order), shown))
    if as_json:
        document = _document(solved, order, listed, measures, band)
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return 0
    for line in _lines(solved, order, listed, measures, band):
        click.echo(line)
    return 0


def _smallest_first(solved: SolvedTree, order: int | None) -> Iterator[tuple[str, ...]]:
    for size in solved.by_order:
        if order is None or size <= order:
            yield from solved.sets(size)


def _counted(solved: SolvedTree, order: int | None) -> dict[int, int]:
    return {
        size: count for size, count in solved.by_order.items() if order is None or size <= order
    }


def _limit(solved: SolvedTree, order: int | None) -> int | None:
    """Up to which order the answer goes: as asked, or as far as it got."""
    limits = [one for one in (order, solved.order_limit) if one is not None]
    return min(limits, default=None)


def _is_complete(solved: SolvedTree, counted: dict[int, int]) -> bool:
    return solved.order_limit is None and counted == dict(solved.by_order)


def _document(
    solved: SolvedTree,
    order: int | None,
    listed: list[tuple[str, ...]],
    measures: tuple[Importance, ...],
    band: Band | None,
) -> dict[str, Any]:
    counted = _counted(solved, order)
    return {
        "schema": "provesafe.cutsets/v1",
        "tree": solved.tree.name,
        "top": solved.tree.top,
        "events": len(solved.tree.events),
        "gates": len(solved.tree.gates),
        "minimal_cut_sets": sum(counted.values()),
        "by_order": {str(size): count for size, count in counted.items()},
        "complete": _is_complete(solved, counted),
        "order_limit": _limit(solved, order),
        "probability": solved.probability(),
        "band": band_document(band),
        "sets": [sorted(one) for one in listed],
        "importance": [
            {
                "event": one.event,
                "probability": one.probability,
                "MIF": one.birnbaum,
                "CIF": one.critical,
                "DIF": one.share,
                "RAW": one.raw,
                "RRW": one.rrw,
                "FV": one.fv,
            }
            for one in measures
        ],
    }


def _lines(
    solved: SolvedTree,
    order: int | None,
    listed: list[tuple[str, ...]],
    measures: tuple[Importance, ...],
    band: Band | None,
) -> Iterator[str]:
    counted = _counted(solved, order)
    limit = _limit(solved, order)
    extent = "complete" if _is_complete(solved, counted) else f"complete up to order {limit}"
    number = sum(counted.values())
    yield click.style(f"{solved.tree.top}: {number:,} minimal cut sets, {extent}", bold=True)
    if counted:
        width = max(len(f"{count:,}") for count in counted.values())
        for size, count in counted.items():
            yield f"  order {size:>3}  {count:>{width},}"
    chance = solved.probability()
    if solved.order_limit is not None:
        yield "probability: not known, the sets are not complete"
    elif chance is None:
        yield "probability: not known, some event has none"
    else:
        yield f"probability of the top: {chance:.6g}, exact"
    if band is not None:
        yield (
            f"  5% {band.low:.3g} · 50% {band.median:.3g} · 95% {band.high:.3g} "
            f"({band.trials:,} draws, seed {band.seed})"
        )
    if listed:
        yield f"the {len(listed)} smallest:" if number > len(listed) else "the sets:"
    for one in listed:
        yield f"  {' · '.join(sorted(one)) or '(nothing needs to happen)'}"
    if measures:
        yield "what it rests on most (birnbaum, critical, share given the top, RAW, RRW, FV):"
    for measure in measures[:MEASURED]:
        yield (
            f"  {measure.event:<24} {measure.birnbaum:<11.6g} {measure.critical:<11.6g} "
            f"{measure.share:<11.6g} {measure.raw:<11.6g} {_or_dash(measure.rrw):<11} "
            f"{_or_dash(measure.fv)}"
        )


def _or_dash(value: float | None) -> str:
    return "-" if value is None else f"{value:.6g}"
