"""Proofs in a tree, good and bad: every kind of probe that the field's own set of them has.

Each good proof is worked out by the definitions of RFC 6962 section 2.1, recursively, by nothing of
ours; each bad one is a good one with one thing done to it. What is done has the names of the set
that logs test with (transparency-dev/merkle, `testdata/inclusion` and `testdata/consistency`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import pytest

from provesafe.errors import InputError
from provesafe.ledger import ProofMismatchError, verify_consistency, verify_inclusion

LEAVES = tuple(bytes([number]) * number for number in range(12))
GARBAGE = b"g" * 32
OTHER = sha256(b"another root").digest()


def tree_hash(entries: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1."""
    if len(entries) < 2:
        return sha256(b"\0" + entries[0] if entries else b"").digest()
    k = split(len(entries))
    return sha256(b"\1" + tree_hash(entries[:k]) + tree_hash(entries[k:])).digest()


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def path(m: int, entries: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 6962 section 2.1.1."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*path(m, entries[:k]), tree_hash(entries[k:])]
    return [*path(m - k, entries[k:]), tree_hash(entries[:k])]


def subproof(m: int, entries: Sequence[bytes], *, whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 section 2.1.2."""
    if m == len(entries):
        return [] if whole else [tree_hash(entries)]
    k = split(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], whole=whole), tree_hash(entries[k:])]
    return [*subproof(m - k, entries[k:], whole=False), tree_hash(entries[:k])]


@dataclass(frozen=True, slots=True)
class Probe:
    """What a verifier is given: index and size with leaf and root, or two sizes with two roots."""

    name: str
    one: int
    two: int
    first: bytes
    second: bytes
    proof: tuple[bytes, ...]


def inclusions() -> Iterator[Probe]:
    """Every leaf of every tree up to twelve leaves."""
    for size in range(1, len(LEAVES) + 1):
        for index in range(size):
            leaf = tree_hash(LEAVES[index : index + 1])
            proof = tuple(path(index, LEAVES[:size]))
            yield Probe(
                f"leaf {index} of {size}", index, size, leaf, tree_hash(LEAVES[:size]), proof
            )


def consistencies() -> Iterator[Probe]:
    """Every tree up to twelve leaves, and every one it grew from."""
    for new in range(1, len(LEAVES) + 1):
        for old in range(1, new + 1):
            proof = tuple(subproof(old, LEAVES[:new], whole=True))
            roots = tree_hash(LEAVES[:old]), tree_hash(LEAVES[:new])
            yield Probe(f"{old} to {new}", old, new, *roots, proof)


def spoilt(good: Probe) -> Iterator[tuple[str, Probe]]:
    """One thing done to a good probe, by the names of the field's set."""
    one, two, proof = good.one, good.two, good.proof
    for name, changed in {
        "plus 1": (one + 1, two),
        "sub 1": (one - 1, two),
        "xor 2": (one ^ 2, two),
        "size mul 2": (one, two * 2),
        "size div 2": (one, two // 2),
        "size zero": (one, 0),
        "swapped": (two, one),
    }.items():
        yield name, replace(good, one=changed[0], two=changed[1])
    for name, root in {"random": OTHER, "empty": b"", "of 31 bytes": OTHER[:31]}.items():
        yield f"first root {name}", replace(good, first=root)
        yield f"second root {name}", replace(good, second=root)
    yield "swapped roots", replace(good, first=good.second, second=good.first)
    for at in range(len(proof)):
        flipped = bytes([proof[at][0] ^ 16]) + proof[at][1:]
        yield f"modified proof {at}", replace(good, proof=(*proof[:at], flipped, *proof[at + 1 :]))
        short = (*proof[:at], proof[at][:31], *proof[at + 1 :])
        yield f"short hash {at}", replace(good, proof=short)
        yield f"removed {at}", replace(good, proof=proof[:at] + proof[at + 1 :])
    for name, added in {"garbage": GARBAGE, "first": good.first, "second": good.second}.items():
        yield f"preceding {name}", replace(good, proof=(added, *proof))
        yield f"trailing {name}", replace(good, proof=(*proof, added))
    yield "preceding proof 0", replace(good, proof=proof[:1] * 2 + proof[1:])
    yield "empty proof", replace(good, proof=())
    yield "truncated proof", replace(good, proof=proof[:-1])
    yield "reversed proof", replace(good, proof=proof[::-1])


def includes(probe: Probe) -> None:
    """Verify as an inclusion."""
    verify_inclusion(
        probe.first,
        leaf_index=probe.one,
        tree_size=probe.two,
        root_hash=probe.second,
        proof=probe.proof,
    )


def follows(probe: Probe) -> None:
    """Verify as a consistency."""
    verify_consistency(
        old_size=probe.one,
        new_size=probe.two,
        old_root=probe.first,
        new_root=probe.second,
        proof=probe.proof,
    )


def refused(check: Callable[[Probe], None], probe: Probe) -> bool:
    """Whether a probe is refused."""
    try:
        check(probe)
    except (ProofMismatchError, InputError):
        return True
    return False


CHECKS = {"inclusion": (inclusions, includes), "consistency": (consistencies, follows)}


@pytest.mark.parametrize("kind", CHECKS)
def test_what_the_definitions_give_verifies(kind: str) -> None:
    """Every proof in every tree up to twelve leaves."""
    make, check = CHECKS[kind]
    good = list(make())
    for probe in good:
        check(probe)
    assert len(good) == 78


@pytest.mark.parametrize("kind", CHECKS)
def test_whatever_is_done_to_a_proof_it_is_refused(kind: str) -> None:
    """More than fifteen hundred probes of each kind, none of which is taken."""
    make, check = CHECKS[kind]
    good = {replace(probe, name="") for probe in make()}
    tried = 0
    for probe in make():
        for name, bad in spoilt(probe):
            # Some of it is nothing: an empty proof emptied, one size swapped with itself.
            if replace(bad, name="") in good:
                continue
            tried += 1
            assert refused(check, bad), f"{kind} {probe.name}: {name}"
    assert tried > 1500


def test_the_one_probe_of_the_fields_set_that_is_judged_otherwise() -> None:
    """`additional/sizes-are-equal-one-and-proof-is-empty`: two equal texts of twelve bytes where
    roots should stand pass there, since nothing is hashed; here a root has 32 bytes."""
    with pytest.raises(InputError):
        verify_consistency(
            old_size=1, new_size=1, old_root=b"don't care 1", new_root=b"don't care 1", proof=()
        )
    verify_consistency(old_size=1, new_size=1, old_root=OTHER, new_root=OTHER, proof=())


def test_from_no_leaves_nothing_is_proved() -> None:
    """A consistency with the empty tree would hold of anything; it is an error, not a yes."""
    for proof in ((), (GARBAGE,)):
        with pytest.raises(InputError):
            verify_consistency(
                old_size=0, new_size=5, old_root=tree_hash(()), new_root=OTHER, proof=proof
            )
