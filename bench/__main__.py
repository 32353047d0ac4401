"""`make bench`: every benchmark there is, one after another; exit 1 if a bar is missed.

python -m bench                     all of them, up to the first that misses a bar
python -m bench serving devices     these, each to its end
"""

from __future__ import annotations

import sys

from bench import audit, devices, fleet, gate, opening, prover, record, serving, shipped

ALL = {
    "audit": audit.main,
    "fleet": fleet.main,
    "shipped": shipped.main,
    "gate": gate.main,
    "record": record.main,
    "opening": opening.main,
    "serving": serving.main,
    "prover": prover.main,
    "devices": devices.main,
}


def main() -> int:
    """Run those that are named, or all."""
    names, sys.argv[1:] = sys.argv[1:], []
    if unknown := [one for one in names if one not in ALL]:
        raise SystemExit(f"there is no benchmark `{unknown[0]}` (there are {', '.join(ALL)})")
    if names:
        return max([ALL[one]() for one in names])
    return next((missed for run in ALL.values() if (missed := run())), 0)


if __name__ == "__main__":
    raise SystemExit(main())
