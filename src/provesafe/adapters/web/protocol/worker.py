"""The process that works it out: it reads the record for itself; nobody at the cart waits for it.

    python -m provesafe.adapters.web.protocol.worker FOLDER

One question a line on stdin, one answer a line on stdout, JSON both. It looks, enters nothing, has
no key, and ends when nobody asks any more.

    {"ask": "now", "now_ms": …}
    {"ask": "planned", "weapon": "…", "turned": ["…"], "now_ms": …}
    {"ask": "weapons"}
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from provesafe import custody
from provesafe.adapters.proofs.telling import left_told, planned_told
from provesafe.adapters.wiring import book_finder, view_production
from provesafe.errors import ProvesafeError
from provesafe.rulebook import Rulebook
from provesafe.service import (
    Production,
    Prover,
    catch_up,
    left_now,
    planned,
    planned_weapons,
)

__all__ = ["answer", "main"]


def main() -> int:
    """Answer until stdin ends."""
    folder = Path(sys.argv[1])
    with view_production(folder) as production:
        prover, book_of = Prover(production), book_finder(folder)
        for line in sys.stdin:
            told = answer(production, prover, json.loads(line), book_of=book_of)
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()
    return 0


def answer(
    production: Production,
    prover: Prover,
    asked: Mapping[str, Any],
    *,
    book_of: Callable[[custody.Adoption], Rulebook],
) -> dict[str, Any]:
    """One answer; what cannot be said is an answer too.

    Args:
        production: opened for looking; brought to the record's end first.
        prover: of it.
        asked: the question.
        book_of: as for `catch_up`.
    """
    try:
        catch_up(production, book_of=book_of)
        match asked["ask"]:
            case "now":
                return left_told(left_now(prover, now_ms=asked["now_ms"]))
            case "weapons":
                return {"weapons": list(planned_weapons(production))}
            case _:
                found = planned(
                    prover, asked["weapon"], turned=asked["turned"], now_ms=asked["now_ms"]
                )
                return planned_told(found)
    except ProvesafeError as error:
        return {"error": error.message}


if __name__ == "__main__":
    raise SystemExit(main())
