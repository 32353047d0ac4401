"""`make bench`: every benchmark there is, one after another; exit 1 if a bar is missed."""

from __future__ import annotations

from bench import audit, devices, fleet, gate, opening, prover, record, serving, shipped

if __name__ == "__main__":
    raise SystemExit(
        audit.main()
        or fleet.main()
        or shipped.main()
        or gate.main()
        or record.main()
        or opening.main()
        or prover.main()
        or serving.main()
        or devices.main()
    )
