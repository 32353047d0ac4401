"""How a checked own record reads: what was found, who vouches, and what it holds, read anew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from provesafe.adapters.cli.verdict import NOT_SHOWN
from provesafe.ledger import PartReport

__all__ = ["own_lines"]

_ALSO = "whether something about this person was left out: for that, ask for the whole record"


def own_lines(report: PartReport, reading: Sequence[str], *, as_json: bool) -> Iterator[str]:
    """The answer for a terminal, or one JSON document, of a `report` with its `reading`.

    Args:
        report: what was verified.
        reading: what it holds, in plain words made from the entries.
        as_json: whether one document is asked for.
    """
    quorum = report.quorum
    vouched = quorum is not None and quorum.asked and quorum.met
    if as_json:
        document = {
            "schema": "provesafe.own-verification/v1",
            "verdict": "unchanged" if vouched else "cannot say",
            "origin": report.origin,
            "kind": report.kind,
            "about": report.about,
            "entries": len(report.entries),
            "record_size": report.tree_size,
            "root": report.root_hash.hex(),
            "signatures": report.signatures,
            "cosigners": list(quorum.cosigners) if quorum is not None else [],
            "disclosed": len(report.disclosed),
            "reading": list(reading),
            "not_shown": [*NOT_SHOWN, _ALSO],
        }
        yield json.dumps(document, ensure_ascii=False, indent=1)
        return
    if not vouched:
        yield "cannot say who else has seen this record: no policy whose witnesses signed it"
    yield (
        f"{len(report.entries)} entries unchanged since signed, each in its place in a record of"
        f" {report.tree_size}; whether they are true is not shown here"
    )
    yield f"record    {report.origin} ({report.kind})"
    yield f"root      {report.root_hash.hex()}"
    if quorum is not None and vouched:
        yield f"quorum    met: {', '.join(quorum.cosigners)}"
    yield from reading
    yield ""
    yield "not shown, here or by any record:"
    yield from (f"  - {each}" for each in (*NOT_SHOWN, _ALSO))
