"""What if: the protocol a production runs, with switches turned, before the day or at a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provesafe.prover import Answer, ProtocolError, Running, WhatIf, answer_protocol, under
from provesafe.service.proving.modelling import Prover

__all__ = ["Planned", "planned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A protocol as it is run, and as it would be with some switches turned."""

    model: Running
    answer: Answer
    switches: tuple[WhatIf, ...]
    turned: tuple[str, ...]
    changed: Answer | None
    """With all that were turned together; None where none was."""


def planned(prover: Prover, weapon: str, *, turned: Sequence[str] = (), now_ms: int) -> Planned:
    """Answer for one weapon, and for all switches turned together.

    Args:
        prover: of the production.
        weapon: its id.
        turned: the ids of switches.
        now_ms: the laptop's clock.

    Raises:
        ProtocolError: a switch or the weapon is not known.
        TooLargeError: it is too large to be searched.
    """
    model = prover.model(weapon, now_ms=now_ms)
    protocol = model.protocol
    known = {one.id: one for one in protocol.what_ifs}
    for one in turned:
        if one not in known:
            raise ProtocolError(f"there is no switch `{one}`")
    chosen = [one for one in protocol.what_ifs if one.id in turned]
    changed = None
    if chosen:
        changed = answer_protocol(under(protocol, _together(chosen)), stories=1, change=chosen[0])
    return Planned(
        model=model,
        answer=answer_protocol(protocol, stories=1),
        switches=protocol.what_ifs,
        turned=tuple(one.id for one in chosen),
        changed=changed,
    )


def _together(chosen: Sequence[WhatIf]) -> WhatIf:
    """Several switches as one change; what one of them permits no other merges."""
    permit = tuple(dict.fromkeys(failure for one in chosen for failure in one.permit))
    merge = {
        name: tuple(failure for failure in failures if failure not in permit)
        for one in chosen
        for name, failures in one.merge.items()
    }
    return WhatIf(
        id="together",
        say=", and ".join(one.say for one in chosen),
        permit=permit,
        merge=merge,
        expires={},
        needs={},
        forget={},
        by={},
        chances={},
    )
