"""The Merkle tree: hashes, frontier, proofs made and proofs refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from provesafe.errors import InputError
from provesafe.ledger import (
    EMPTY_ROOT,
    Frontier,
    ProofMismatchError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    subtree_reader,
    verify_consistency,
    verify_inclusion,
)

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "ledger" / "tree.json").read_text(encoding="utf-8")
)
LEAVES = [bytes.fromhex(text) for text in VECTORS["leaves"]]
HASHES = [bytes.fromhex(text) for text in VECTORS["leaf_hashes"]]
ROOTS = [bytes.fromhex(text) for text in VECTORS["roots"]]
SUBTREE = subtree_reader(HASHES)


def root_by_definition(entries: Sequence[bytes]) -> bytes:
    """Hash a list of entries as RFC 6962 section 2.1 words it, and no faster."""
    if not entries:
        return sha256().digest()
    if len(entries) == 1:
        return sha256(b"\0" + entries[0]).digest()
    k = 1
    while 2 * k < len(entries):
        k *= 2
    left, right = root_by_definition(entries[:k]), root_by_definition(entries[k:])
    return sha256(b"\1" + left + right).digest()


def proofs(kind: str) -> list[Any]:
    """Read the proofs of one kind, each with its id."""
    return [pytest.param(case, id=case["id"]) for case in VECTORS[kind]]


def hashes_of(case: dict[str, Any]) -> tuple[bytes, ...]:
    """Read a proof's hashes."""
    return tuple(bytes.fromhex(text) for text in case["proof"])


def test_leaves_hash_as_published() -> None:
    """Each published leaf has its published hash."""
    assert [leaf_hash(leaf) for leaf in LEAVES] == HASHES


def test_roots_are_as_published() -> None:
    """The frontier gives the published root at each size, the empty tree's included."""
    assert [Frontier().extend(HASHES[:size]).root() for size in range(9)] == ROOTS
    assert ROOTS[0] == EMPTY_ROOT


def test_the_frontier_gives_the_root_of_the_definition() -> None:
    """At each size up to 70 the frontier's root is the one the standard's words give."""
    entries = [bytes([number]) * number for number in range(70)]
    tree = Frontier()
    for size, entry in enumerate(entries, start=1):
        tree = tree.extend([leaf_hash(entry)])
        assert (tree.size, tree.root()) == (size, root_by_definition(entries[:size]))


@pytest.mark.parametrize("case", proofs("inclusion"))
def test_published_inclusion_proofs(case: dict[str, Any]) -> None:
    """Each worked inclusion proof is the one that is made, and it verifies."""
    index, size = case["leaf_index"], case["tree_size"]
    assert inclusion_proof(index, size, SUBTREE) == hashes_of(case)
    verify_inclusion(
        HASHES[index],
        leaf_index=index,
        tree_size=size,
        root_hash=ROOTS[size],
        proof=hashes_of(case),
    )


@pytest.mark.parametrize("case", proofs("consistency"))
def test_published_consistency_proofs(case: dict[str, Any]) -> None:
    """Each worked consistency proof is the one that is made, and it verifies."""
    old, new = case["old_size"], case["new_size"]
    assert consistency_proof(old, new, SUBTREE) == hashes_of(case)
    verify_consistency(
        old_size=old,
        new_size=new,
        old_root=ROOTS[old],
        new_root=ROOTS[new],
        proof=hashes_of(case),
    )


def refused_inclusion(**changes: Any) -> None:
    """Expect that the sixth leaf's proof, changed so, is refused."""
    given: dict[str, Any] = {
        "leaf": HASHES[5],
        "leaf_index": 5,
        "tree_size": 8,
        "root_hash": ROOTS[8],
        "proof": inclusion_proof(5, 8, SUBTREE),
    }
    given |= changes
    leaf = given.pop("leaf")
    with pytest.raises((ProofMismatchError, InputError)):
        verify_inclusion(leaf, **given)


def test_every_altered_inclusion_proof_is_refused() -> None:
    """Another leaf, index, size or root, a flipped bit, a longer or shorter proof: refused."""
    proof = inclusion_proof(5, 8, SUBTREE)
    for index in (-1, 0, 1, 2, 3, 4, 6, 7, 8, 2**60):
        refused_inclusion(leaf_index=index)
    # Not 7: leaf 5 has siblings of the same shape there, and only the signed checkpoint binds
    # a size to its root.
    for size in (0, 1, 4, 5, 6, 16, 2**60):
        refused_inclusion(tree_size=size)
    for other in (HASHES[4], ROOTS[8], b"", b"\0" * 31):
        refused_inclusion(leaf=other)
    refused_inclusion(root_hash=ROOTS[7])
    refused_inclusion(root_hash=b"")
    for at in range(len(proof)):
        refused_inclusion(proof=proof[:at] + proof[at + 1 :])
        refused_inclusion(proof=(*proof[:at], proof[at], *proof[at:]))
        for bit in range(256):
            flipped = bytearray(proof[at])
            flipped[bit // 8] ^= 1 << bit % 8
            refused_inclusion(proof=(*proof[:at], bytes(flipped), *proof[at + 1 :]))
    refused_inclusion(proof=(*proof, HASHES[0]))
    refused_inclusion(proof=(*proof[:-1], proof[-1][:31]))
    refused_inclusion(proof=tuple(reversed(proof)))


def refused_consistency(**changes: Any) -> None:
    """Expect that the proof from six leaves to eight, changed so, is refused."""
    given: dict[str, Any] = {
        "old_size": 6,
        "new_size": 8,
        "old_root": ROOTS[6],
        "new_root": ROOTS[8],
        "proof": consistency_proof(6, 8, SUBTREE),
    }
    with pytest.raises((ProofMismatchError, InputError)):
        verify_consistency(**(given | changes))


def test_every_altered_consistency_proof_is_refused() -> None:
    """Other sizes or roots, a flipped bit, a longer, shorter or empty proof: refused."""
    proof = consistency_proof(6, 8, SUBTREE)
    for size in (-1, 0, 1, 2, 4, 5, 7, 8, 9):
        refused_consistency(old_size=size)
    for size in (0, 5, 6, 9, 16, 2**60):
        refused_consistency(new_size=size)
    refused_consistency(old_root=ROOTS[5])
    refused_consistency(new_root=ROOTS[7])
    refused_consistency(old_root=ROOTS[8], new_root=ROOTS[6])
    refused_consistency(old_root=ROOTS[6][:8])
    refused_consistency(proof=())
    for at in range(len(proof)):
        refused_consistency(proof=proof[:at] + proof[at + 1 :])
        refused_consistency(proof=(*proof[:at], proof[at], *proof[at:]))
        for bit in range(0, 256, 5):
            flipped = bytearray(proof[at])
            flipped[bit // 8] ^= 1 << bit % 8
            refused_consistency(proof=(*proof[:at], bytes(flipped), *proof[at + 1 :]))
    refused_consistency(proof=(*proof, HASHES[0]))


def test_equal_sizes_need_equal_roots_and_no_proof() -> None:
    """Two roots of one size are a fork, and no proof can join them."""
    equal = {"old_size": 8, "new_size": 8}
    refused_consistency(**equal, old_root=ROOTS[7], proof=())
    refused_consistency(**equal, old_root=ROOTS[8], proof=(HASHES[0],))


def test_nothing_follows_from_the_empty_tree() -> None:
    """From size 0 nothing is proved, so no such proof is made or accepted."""
    refused_consistency(old_size=0, old_root=EMPTY_ROOT, proof=())
    with pytest.raises(InputError):
        consistency_proof(0, 8, SUBTREE)
    with pytest.raises(InputError):
        inclusion_proof(0, 0, SUBTREE)


@pytest.mark.parametrize(("size", "hashes"), [(3, 1), (2, 2), (-1, 0), (0, 1), (2**53, 1)])
def test_a_frontier_that_cannot_be_is_refused(size: int, hashes: int) -> None:
    """A frontier has one hash for each 1 in its size."""
    with pytest.raises(InputError):
        Frontier(size, (b"\0" * 32,) * hashes)


def test_a_frontier_of_short_hashes_is_refused() -> None:
    """A frontier's hashes have 32 bytes."""
    with pytest.raises(InputError):
        Frontier(1, (b"\0" * 31,))
