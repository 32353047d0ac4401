"""Laws of the tree: every proof that is made verifies, and no altered one does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provesafe.errors import InputError
from provesafe.ledger import (
    Frontier,
    ProofMismatchError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    subtree_reader,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(number.to_bytes(2, "big")) for number in range(600)]
SUBTREE = subtree_reader(LEAVES)
sizes = st.integers(min_value=1, max_value=600)


def root(size: int) -> bytes:
    """Give the root of the first leaves."""
    return Frontier().extend(LEAVES[:size]).root()


def flip(data: bytes, bit: int) -> bytes:
    """Change one bit."""
    at = bit // 8 % len(data)
    return data[:at] + bytes([data[at] ^ (1 << bit % 8)]) + data[at + 1 :]


@given(sizes, st.integers(min_value=0), st.integers(min_value=0, max_value=5000))
def test_inclusion(size: int, leaf: int, bit: int) -> None:
    """Each leaf's proof verifies, and with any bit of proof, leaf or root changed it does not."""
    index = leaf % size
    proof = inclusion_proof(index, size, SUBTREE)
    verify_inclusion(
        LEAVES[index], leaf_index=index, tree_size=size, root_hash=root(size), proof=proof
    )
    parts = [LEAVES[index], root(size), *proof]
    parts[bit % len(parts)] = flip(parts[bit % len(parts)], bit)
    with pytest.raises(ProofMismatchError):
        verify_inclusion(
            parts[0], leaf_index=index, tree_size=size, root_hash=parts[1], proof=parts[2:]
        )


@given(sizes, sizes, st.integers(min_value=0, max_value=5000))
def test_consistency(one: int, other: int, bit: int) -> None:
    """Each beginning's proof verifies, and with any bit of proof or roots changed it does not."""
    old, new = sorted((one, other))
    proof = consistency_proof(old, new, SUBTREE)
    verify_consistency(
        old_size=old, new_size=new, old_root=root(old), new_root=root(new), proof=proof
    )
    parts = [root(old), root(new), *proof]
    parts[bit % len(parts)] = flip(parts[bit % len(parts)], bit)
    with pytest.raises(ProofMismatchError):
        verify_consistency(
            old_size=old, new_size=new, old_root=parts[0], new_root=parts[1], proof=parts[2:]
        )


@given(sizes, sizes, sizes)
def test_a_proof_of_another_place_does_not_verify(size: int, one: int, other: int) -> None:
    """One leaf's proof is not another leaf's."""
    first, second = one % size, other % size
    if first == second:
        return
    proof = inclusion_proof(first, size, SUBTREE)
    with pytest.raises((ProofMismatchError, InputError)):
        verify_inclusion(
            LEAVES[second], leaf_index=second, tree_size=size, root_hash=root(size), proof=proof
        )


@given(st.lists(st.integers(min_value=0, max_value=599), max_size=4))
def test_a_frontier_grows_in_any_steps(cuts: list[int]) -> None:
    """Appending at once or in parts gives the same frontier."""
    tree, start = Frontier(), 0
    for cut in [*sorted(cuts), 600]:
        tree, start = tree.extend(LEAVES[start:cut]), cut
    assert tree == Frontier().extend(LEAVES)
