"""What stands between, for the safety meeting: the same words as the app's page, on paper.

What asks the prover is named through its room's front door, which loads it when it is asked for:
every other sheet prints without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from provesafe import prover as room
from provesafe import service
from provesafe.adapters.proofs.telling import planned_told, things
from provesafe.service import LogLine, Production

__all__ = ["protocol_data"]


def protocol_data(production: Production, _lines: Sequence[LogLine]) -> dict[str, Any]:
    """Every weapon that is planned or out; the moment is the record's last, so that it repeats."""
    prover, now_ms = service.Prover(production), production.writer.last_ms
    return {
        "weapons": [
            told
            for weapon in service.planned_weapons(production)
            if (told := _told(prover, weapon, now_ms)) is not None
        ]
    }


def _told(prover: service.Prover, weapon: str, now_ms: int) -> dict[str, Any] | None:
    try:
        model = prover.model(weapon, now_ms=now_ms)
        protocol = model.protocol
        answer = room.answer_protocol(protocol, what_ifs=protocol.what_ifs, stories=1)
    except (room.ProtocolError, room.TooLargeError):
        return None
    found = service.Planned(
        model=model, answer=answer, switches=protocol.what_ifs, turned=(), changed=None
    )
    return {
        **planned_told(found),
        "what_ifs": [
            {"say": one.change.say, "things": things(one.proof.distance)}
            for one in answer.what_ifs
            if one.change is not None
        ],
    }
