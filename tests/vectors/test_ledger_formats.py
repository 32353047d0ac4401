"""The formats of C2SP, by vectors that are data: `ledger/README.md` says where each comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bundled import HQ, PHONE, with_cosignatures, witness_key
from ledger_sample import LOG, build_sample, key_of
from provesafe.adapters.keys import ed25519_accepts
from provesafe.errors import InputError
from provesafe.ledger import (
    COSIGNATURE,
    NOTE_SIGNATURE,
    PublicKey,
    RecordFaultError,
    encode_base64,
    inclusion_proof,
    leaf_hash,
    open_cosignatures,
    open_receipt,
    parse_checkpoint_text,
    parse_policy,
    parse_verifier_key,
    split_note,
    subtree_reader,
    tile_path,
    tile_paths,
)

FOLDER = Path(__file__).parent / "ledger"
LOG_KEY = PublicKey("log.example", NOTE_SIGNATURE, LOG.public_key)


def vectors(name: str) -> dict[str, Any]:
    """Read a file of vectors."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def cases(name: str, kind: str) -> list[Any]:
    """Those of one kind, each under its id."""
    return [pytest.param(case, id=case["id"]) for case in vectors(name)[kind]]


WITNESSES = [parse_verifier_key(text) for text in vectors("cosignature")["keys"]]


@pytest.mark.parametrize("case", cases("cosignature", "cosigned"))
def test_another_programs_cosignature_verifies(case: dict[str, Any]) -> None:
    """A witness's and a mirror's line of another implementation, their names and their time."""
    found = open_cosignatures(case["note"].encode(), WITNESSES, ed25519_accepts)
    assert [one.key.name for one in found] == case["cosigners"]
    assert [one.seconds for one in found] == [case["seconds"]]
    swapped = case["note"].replace("\n300\n", "\n301\n").encode()
    with pytest.raises(RecordFaultError):
        open_cosignatures(swapped, WITNESSES, ed25519_accepts)


@pytest.mark.parametrize("case", cases("cosignature", "decoys"))
def test_a_decoy_is_no_checkpoint(case: dict[str, Any]) -> None:
    """What stands where a checkpoint should and is none is refused."""
    with pytest.raises(RecordFaultError):
        open_cosignatures(case["note"].encode(), WITNESSES, ed25519_accepts)


def test_the_standards_example_of_a_cosigned_checkpoint_is_read() -> None:
    """Its origin, size and the time in its witness's line are those the standard speaks of."""
    case = vectors("cosignature")["form"]
    text, lines = split_note(case["note"].encode())
    checkpoint = parse_checkpoint_text(text)
    assert (checkpoint.origin, checkpoint.tree_size) == (case["origin"], case["tree_size"])
    assert int.from_bytes(lines[1].value[:8], "big") == case["seconds"]


def policy(text: str) -> bytes:
    """Put keys in their places."""
    for number in range(1, 7):
        key = PublicKey(f"w{number}.example", COSIGNATURE, key_of(f"w{number}").public_key)
        text = text.replace(f"KEY{number}", str(key))
    return text.replace("LOG1", str(LOG_KEY)).encode()


@pytest.mark.parametrize(
    "case", vectors("policy")["judged"], ids=lambda case: str(case["cosigned"])
)
def test_the_standards_policy_is_judged(case: dict[str, Any]) -> None:
    """Two of three and one of three: met just where the standard's words say so."""
    read = parse_policy(policy(vectors("policy")["standard"]))
    keys = {key_of(f"w{number}").public_key for number in case["cosigned"]}
    assert read.judge(keys).met is case["met"]


@pytest.mark.parametrize("case", cases("policy", "read"))
def test_a_policy_is_read(case: dict[str, Any]) -> None:
    """Every form that the standard allows, and the quorum that it names."""
    last = case["policy"].split()[-1]
    assert parse_policy(policy(case["policy"])).quorum == ("" if last == "none" else last)


@pytest.mark.parametrize("case", cases("policy", "refused"))
def test_a_policy_that_says_two_things_or_none_is_refused(case: dict[str, Any]) -> None:
    """Each sentence of the standard's syntax, broken once."""
    with pytest.raises(InputError):
        parse_policy(policy(case["policy"]))


@pytest.mark.parametrize("case", cases("policy", "exceptions"))
def test_where_another_reader_of_policies_differs(case: dict[str, Any]) -> None:
    """By name: what another implementation reads otherwise, and what the standard says of it."""
    if case.get("taken"):
        assert parse_policy(policy(case["policy"])).quorum == "all"
    else:
        with pytest.raises(InputError):
            parse_policy(policy(case["policy"]))


@pytest.mark.parametrize("case", vectors("tiles")["names"], ids=lambda case: case["path"])
def test_a_tile_is_named(case: dict[str, Any]) -> None:
    """By level, number and width."""
    assert tile_path(case["level"], case["number"], case.get("width", 256)) == case["path"]


@pytest.mark.parametrize("case", vectors("tiles")["trees"], ids=lambda case: str(case["size"]))
def test_a_tree_has_its_tiles(case: dict[str, Any]) -> None:
    """Full and partial tiles of each level, no more and no fewer."""
    paths = [one for one in tile_paths(case["size"]) if not one.startswith("tile/entries/")]
    assert [one for one in paths if ".p/" in one] == case["partial"]
    full = [one for one in paths if ".p/" not in one]
    found = {level: sum(one.startswith(f"tile/{level}/") for one in full) for level in "012345"}
    assert {level: count for level, count in found.items() if count} == case["full"]


SAMPLE = build_sample()
INDEX = 5
NOTE = with_cosignatures(SAMPLE.checkpoints[-1], [HQ, PHONE], 1_772_462_000)


def receipt(text: str) -> bytes:
    """Put the parts of a good receipt in their places."""
    subtree = subtree_reader([leaf_hash(raw) for raw in SAMPLE.entries])
    proof = inclusion_proof(INDEX, len(SAMPLE.entries), subtree)
    hashes = "".join(f"{encode_base64(each)}\n" for each in proof)
    parts = {"INDEX": str(INDEX), "HASHES": hashes, "NOTE": NOTE.decode(), "LONG": "a" * 65 * 1024}
    for name, part in parts.items():
        text = text.replace(name, part)
    return text.encode()


def opened(case: dict[str, Any]) -> int:
    """Open a receipt; say for which leaf it is."""
    key = PublicKey(SAMPLE.state.origin, NOTE_SIGNATURE, LOG.public_key)
    found = open_receipt(
        receipt(case["text"]),
        SAMPLE.entries[INDEX],
        log_key=key,
        verifier=ed25519_accepts,
        witnesses=[witness_key(HQ), witness_key(PHONE)],
    )
    assert len(found.cosigned) == 2
    return found.leaf_index


@pytest.mark.parametrize("case", cases("receipt", "taken"))
def test_a_receipt_is_read(case: dict[str, Any]) -> None:
    """With and without extra data."""
    assert opened(case) == INDEX


@pytest.mark.parametrize("case", cases("receipt", "refused"))
def test_what_is_no_receipt_is_refused(case: dict[str, Any]) -> None:
    """Each sentence of the format, broken once."""
    with pytest.raises(RecordFaultError):
        opened(case)
