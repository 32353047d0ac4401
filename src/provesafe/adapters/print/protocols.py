"""What stands between, for the safety meeting: the same words as the app's page, on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from provesafe.adapters.proof_telling import planned_told, things
from provesafe.prover import ProtocolError, TooLargeError, answer_protocol
from provesafe.service import LogLine, Planned, Production, Prover, planned_weapons

__all__ = ["protocol_data"]


def protocol_data(production: Production, _lines: Sequence[LogLine]) -> dict[str, Any]:
    """Every weapon that is planned or out; the moment is the record's last, so that it repeats."""
    prover, now_ms = Prover(production), production.writer.last_ms
    return {
        "weapons": [
            told
            for weapon in planned_weapons(production)
            if (told := _told(prover, weapon, now_ms)) is not None
        ]
    }


def _told(prover: Prover, weapon: str, now_ms: int) -> dict[str, Any] | None:
    try:
        model = prover.model(weapon, now_ms=now_ms)
        protocol = model.protocol
        answer = answer_protocol(protocol, what_ifs=protocol.what_ifs, stories=1)
    except (ProtocolError, TooLargeError):
        return None
    found = Planned(model=model, answer=answer, switches=protocol.what_ifs, turned=(), changed=None)
    return {
        **planned_told(found),
        "what_ifs": [
            {"say": one.change.say, "things": things(one.proof.distance)}
            for one in answer.what_ifs
            if one.change is not None
        ],
    }
