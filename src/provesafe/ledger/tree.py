"""Which tree do these entries make, and what proves it?

The Merkle tree of RFC 6962 over SHA-256: a leaf is SHA-256(0x00 || entry), a node
SHA-256(0x01 || left || right), the root of no leaves SHA-256(""). A tree of n leaves splits at the
largest power of two below n:

    size 7            root
                  /        \\
              [0,4)         o            inclusion of leaf 4: [leaf 5, leaf 6, [0,4)]
              /   \\       /   \\
          [0,2) [2,4)  [4,6)  leaf 6     frontier: [0,4), [4,6), leaf 6

A perfect subtree is named by (level, index): level 0 holds the leaves, (2, 0) is [0,4). The
*frontier* is the perfect subtrees at the right edge, largest first: enough to append and to give
the root. A verifier also checks the lengths: of each hash, and of the proof.

Source: RFC 6962 section 2.1; RFC 9162 sections 2.1.3.2 and 2.1.4.2.
Vectors: tests/vectors/ledger/tree.json.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from provesafe.errors import InputError, invariant
from provesafe.ledger.errors import ProofMismatchError

__all__ = [
    "EMPTY_ROOT",
    "Frontier",
    "SubtreeReader",
    "consistency_proof",
    "inclusion_proof",
    "indexed_subtrees",
    "leaf_hash",
    "node_hash",
    "old_root_in",
    "root_of_proof",
    "subtree_reader",
    "verify_consistency",
    "verify_inclusion",
]

EMPTY_ROOT = sha256(b"").digest()
"""The root of a tree without leaves."""

TREE_SIZE_MAX = 2**53 - 1
"""LIMIT: a size must stand in an entry's JSON."""

SubtreeReader: TypeAlias = Callable[[int, int], bytes]
"""Gives the hash of the perfect subtree at (level, index); level 0 is the leaves."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash one entry's bytes, signatures included."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into the one above them."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree: one hash for each 1 in `size`'s binary form, largest first."""

    size: int = 0
    """How many leaves; a count, not an index."""
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        fits = 0 <= self.size <= TREE_SIZE_MAX and len(self.hashes) == self.size.bit_count()
        if not fits or not {32}.issuperset(map(len, self.hashes)):
            raise InputError("a frontier has one 32-byte hash for each 1 in its size")

    def extend(self, leaf_hashes: Iterable[bytes]) -> Frontier:
        """Append leaves, given by their hashes.

        Law: `f.extend(a + b) == f.extend(a).extend(b)`.
        """
        stack, size = list(self.hashes), self.size
        for subtree in leaf_hashes:
            pending = size
            while pending & 1:
                subtree = sha256(b"\x01" + stack.pop() + subtree).digest()  # noqa: PLW2901
                pending >>= 1
            stack.append(subtree)
            size += 1
        return Frontier(size, tuple(stack))

    def root(self) -> bytes:
        """Give the root hash of the tree; 32 bytes."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root


def subtree_reader(leaf_hashes: Sequence[bytes]) -> SubtreeReader:
    """Read perfect subtrees from the leaf hashes alone, each computed anew when asked for."""

    def read(level: int, index: int) -> bytes:
        row = list(leaf_hashes[index << level : (index + 1) << level])
        invariant(len(row) == 1 << level, "a perfect subtree lies within the tree")
        while len(row) > 1:
            row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
        return row[0]

    return read


def indexed_subtrees(leaf_hashes: Sequence[bytes]) -> SubtreeReader:
    """Read perfect subtrees as `subtree_reader` does, each computed once: for many proofs."""
    rows = [list(leaf_hashes)]
    while len(rows[-1]) > 1:
        row = rows[-1]
        rows.append([node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)])

    def read(level: int, index: int) -> bytes:
        invariant(index < len(rows[level]), "a perfect subtree lies within the tree")
        return rows[level][index]

    return read


def inclusion_proof(leaf_index: int, tree_size: int, subtree: SubtreeReader) -> tuple[bytes, ...]:
    """Make the proof that the leaf at `leaf_index` is in the tree of `tree_size` leaves.

    Args:
        leaf_index: 0-based, below `tree_size`.
        tree_size: may be smaller than the whole tree's.
        subtree: reads perfect subtrees within the first `tree_size` leaves.

    Returns:
        Sibling hashes from the leaf to the root; empty for a tree of one leaf.

    Raises:
        InputError: `leaf_index` is not below `tree_size`.
    """
    if not 0 <= leaf_index < tree_size:
        raise InputError(f"leaf {leaf_index} is not in a tree of {tree_size}")
    proof: list[bytes] = []
    low, high = 0, tree_size
    while high - low > 1:
        middle = low + _split(high - low)
        if leaf_index < middle:
            proof.append(_range_hash(middle, high, subtree))
            high = middle
        else:
            proof.append(_range_hash(low, middle, subtree))
            low = middle
    return tuple(reversed(proof))


def consistency_proof(old_size: int, new_size: int, subtree: SubtreeReader) -> tuple[bytes, ...]:
    """Make the proof that the tree of `old_size` leaves begins the tree of `new_size`.

    Args:
        old_size: at least 1.
        new_size: at least `old_size`.
        subtree: reads perfect subtrees within the first `new_size` leaves.

    Raises:
        InputError: not `1 <= old_size <= new_size`; from nothing, nothing can be proved.
    """
    if not 1 <= old_size <= new_size:
        raise InputError(f"no tree of {new_size} follows from one of {old_size}")
    proof: list[bytes] = []
    low, high = 0, new_size
    while high > old_size:
        middle = low + _split(high - low)
        if old_size <= middle:
            proof.append(_range_hash(middle, high, subtree))
            high = middle
        else:
            proof.append(_range_hash(low, middle, subtree))
            low = middle
    if low > 0:
        # The old root itself is not repeated: the verifier holds it.
        proof.append(_range_hash(low, high, subtree))
    return tuple(reversed(proof))


def verify_inclusion(
    leaf: bytes, *, leaf_index: int, tree_size: int, root_hash: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the leaf hash `leaf` stands at `leaf_index` under `root_hash`.

    Args:
        leaf: 32 bytes, `leaf_hash` of the entry.
        leaf_index: 0-based, less than `tree_size`.
        tree_size: number of leaves committed to; a count, not an index.
        root_hash: 32 bytes, from a checkpoint already verified.
        proof: sibling hashes from leaf to root, 32 bytes each.

    Raises:
        ProofMismatchError: evidence of tampering or loss. Stop; do not retry.
        InputError: an index or a length is impossible; says nothing about the record.

    Source: RFC 9162 section 2.1.3.2.
    """
    _check_hashes((root_hash,))
    found = root_of_proof(leaf, leaf_index=leaf_index, tree_size=tree_size, proof=proof)
    if found != root_hash:
        raise ProofMismatchError("the inclusion proof leads to another root")


def root_of_proof(leaf: bytes, *, leaf_index: int, tree_size: int, proof: Sequence[bytes]) -> bytes:
    """Find the root that an inclusion proof leads to: something else has to vouch for it.

    Args:
        leaf: 32 bytes, `leaf_hash` of the entry.
        leaf_index: 0-based, less than `tree_size`.
        tree_size: number of leaves committed to.
        proof: sibling hashes from leaf to root, 32 bytes each.

    Raises:
        ProofMismatchError: the proof is not as long as these sizes call for.
        InputError: an index or a length is impossible.
    """
    if not 0 <= leaf_index < tree_size <= TREE_SIZE_MAX:
        raise InputError(f"leaf {leaf_index} is not in a tree of {tree_size}")
    _check_hashes((leaf, *proof))
    node, last, found = leaf_index, tree_size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofMismatchError("the inclusion proof is too long")
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            node, last = _climb(node, last)
        else:
            found = node_hash(found, sibling)
        node >>= 1
        last >>= 1
    if last != 0:
        raise ProofMismatchError("the inclusion proof is too short")
    return found


def verify_consistency(
    *, old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree under `old_root` is the beginning of the tree under `new_root`.

    Args:
        old_size: leaves under `old_root`; at least 1.
        new_size: leaves under `new_root`; at least `old_size`.
        old_root: 32 bytes.
        new_root: 32 bytes.
        proof: 32 bytes each; empty when the sizes are equal.

    Raises:
        ProofMismatchError: one of the two is not the record that the other one is.
        InputError: a size or a length is impossible; from size 0 nothing is proved.

    Source: RFC 9162 section 2.1.4.2.
    """
    if not 1 <= old_size <= new_size <= TREE_SIZE_MAX:
        raise InputError(f"no tree of {new_size} follows from one of {old_size}")
    _check_hashes((old_root, new_root, *proof))
    if old_size == new_size:
        if proof or old_root != new_root:
            raise ProofMismatchError("two roots of one size, or a proof where none is due")
        return
    # A perfect old tree is itself the first hash; the proof does not repeat it.
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    if not path:
        raise ProofMismatchError("the consistency proof is too short")
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofMismatchError("the consistency proof is too long")
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            node, last = _climb(node, last)
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofMismatchError("the consistency proof is too short")
    if old != old_root or new != new_root:
        raise ProofMismatchError("the consistency proof leads to another root")


def old_root_in(old_size: int, new_size: int, proof: Sequence[bytes]) -> bytes | None:
    """Find the root of the older tree that a consistency proof itself leads to.

    Args:
        old_size: leaves of the older tree.
        new_size: leaves of the newer one.
        proof: 32 bytes each.

    Returns:
        The root; None where the sizes are impossible, or the older one is a power of two: then its
        root is not in the proof.
    """
    if not 1 < old_size < new_size or old_size & (old_size - 1) == 0 or not proof:
        return None
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = proof[0]
    for sibling in proof[1:]:
        if node & 1 or node == last:
            old = node_hash(sibling, old)
            node, last = _climb(node, last)
        node, last = node >> 1, last >> 1
    return old


def _climb(node: int, last: int) -> tuple[int, int]:
    """Skip the levels at which a right-edge node has no sibling."""
    while node and not node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _check_hashes(hashes: Sequence[bytes]) -> None:
    # Without this, a short "leaf" can equal a short "root" and an empty proof joins them.
    if any(len(each) != 32 for each in hashes):
        raise InputError("a hash has 32 bytes")


def _split(count: int) -> int:
    """Give the largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _range_hash(low: int, high: int, subtree: SubtreeReader) -> bytes:
    """Hash the leaves [low, high) of a tree that splits at `low`."""
    parts: list[bytes] = []
    while low < high:
        level = (high - low).bit_length() - 1
        parts.append(subtree(level, low >> level))
        low += 1 << level
    found = parts[-1]
    for left in reversed(parts[:-1]):
        found = node_hash(left, found)
    return found
