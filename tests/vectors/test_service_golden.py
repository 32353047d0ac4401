"""A record written by version 1 of this program is read by every later version."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

from provesafe.adapters.keys import ed25519_accepts
from provesafe.ledger import verify_record

HERE = Path(__file__).parent / "service"
GOLDEN = HERE / "golden-v1"


def test_the_golden_record_still_verifies_and_means_the_same() -> None:
    """Every byte verifies, every act is read, and the fold leaves what it left."""
    raws = [text.encode() for text in json.loads((GOLDEN / "entries.json").read_text("utf-8"))]
    notes = [text.encode() for text in json.loads((GOLDEN / "checkpoints.json").read_text("utf-8"))]
    meaning = json.loads((GOLDEN / "meaning.json").read_text("utf-8"))
    report = verify_record(iter(raws), iter(notes), verifier=ed25519_accepts)
    spec = importlib.util.spec_from_file_location("make_golden", HERE / "make_golden.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    found = {"root": report.root_hash.hex(), "entries": report.tree_size, **maker.folded(raws)}
    assert found == meaning
