"""Write the golden entries of version 1 anew: only ever for a new version, beside the old ones.

.venv/bin/python tests/vectors/service/make_golden.py FOLDER-OF-A-PRODUCTION
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from provesafe.adapters.keys import ed25519_accepts
from provesafe.adapters.store import SqliteStore
from provesafe.custody import Walk, decode_act
from provesafe.ledger import parse_entry, verify_record

HERE = Path(__file__).parent / "golden-v1"


def folded(raws: list[bytes]) -> dict[str, object]:
    """Which acts a record has, and what they leave standing."""
    walk, names = Walk(), []
    for index, raw in enumerate(raws):
        entry = parse_entry(raw)
        acts = entry.fields.get("acts") if entry.entry_class == "act" else []
        for document in acts if isinstance(acts, list) else []:
            assert isinstance(document, dict)
            act = decode_act(document, at_ms=int(str(entry.fields["t"])), index=index)
            walk.take(act)
            names.append(act.name)
    return {
        "acts": names,
        "weapons": sorted(walk.state().weapons),
        "holder_of_colt_2": walk.state().weapons["colt-2"].holder,
        "contents_of_colt_2": walk.state().weapons["colt-2"].contents.kind,
    }


def main() -> int:
    """Copy a production's entries and checkpoints, and write down what they mean today."""
    store = SqliteStore(Path(sys.argv[1]) / "record.sqlite", read_only=True)
    raws, notes = list(store.entries()), list(store.checkpoints())
    report = verify_record(iter(raws), iter(notes), verifier=ed25519_accepts)
    HERE.mkdir(exist_ok=True)
    (HERE / "entries.json").write_text(json.dumps([r.decode() for r in raws], indent=0) + "\n")
    (HERE / "checkpoints.json").write_text(json.dumps([n.decode() for n in notes], indent=0) + "\n")
    meaning = {"root": report.root_hash.hex(), "entries": report.tree_size, **folded(raws)}
    (HERE / "meaning.json").write_text(json.dumps(meaning, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
