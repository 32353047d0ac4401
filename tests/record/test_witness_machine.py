"""A writer, three witnesses and an adversary who holds the log's key, in any order of what they do.

The adversary may keep several records under one name, show any of them to any witness with the best
proof there is, go back to an older copy, and ask again. Whatever happens:

- a witness never cosigns two checkpoints that no single record can have, and its size only grows;
- never do two such checkpoints both get the lines of two of the three;
- two witnesses who hold such checkpoints and meet have a fork proof that a second program accepts;
- an honest record gives none.
"""

from __future__ import annotations

import copy
from collections import Counter
from itertools import pairwise
from typing import ClassVar, TypeAlias

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ledger_sample import LAPTOP, Sample, noted
from provesafe.adapters.keys import ed25519_accepts
from provesafe.errors import InputError
from provesafe.ledger import (
    Accepted,
    Checkpoint,
    Declined,
    RecordFaultError,
    RecordState,
    consistency_proof,
    judge_checkpoint,
    leaf_hash,
    open_checkpoint,
    open_fork,
    resume,
    subtree_reader,
    write_fork,
    write_request,
)
from second_reader import RefusedError, read_fork, root_of

Held: TypeAlias = tuple[Checkpoint, int]
"""What a witness cosigned, and which branch showed it."""

WITNESSES = ("hq", "union", "cleo")
REACHED = ("signed", "declined 400", "declined 422", "shown a fork", "met", "met over a fork")
"""What a run must have come to, each of it ten times at least."""
FIRST = Sample.begin((LAPTOP,))


class Records(RuleBasedStateMachine):
    """What is so, and what each witness has cosigned."""

    def __init__(self) -> None:
        """One record with a genesis, and three witnesses who know its name."""
        super().__init__()
        self.branches = [copy.deepcopy(FIRST)]
        self.signed: dict[str, list[tuple[Checkpoint, int]]] = {name: [] for name in WITNESSES}
        """Per witness: what it cosigned, and which branch showed it."""
        self.words = 0

    @rule(branch=st.integers(0, 3), entries=st.integers(1, 3))
    def enter(self, branch: int, entries: int) -> None:
        """Some record grows."""
        self.words += 1
        sample = self.branches[branch % len(self.branches)]
        sample.commit(*(noted(f"{self.words} {number}") for number in range(entries)))

    @precondition(lambda self: len(self.branches) < 4)
    @rule(branch=st.integers(0, 3), back=st.integers(0, 3))
    def fork(self, branch: int, back: int) -> None:
        """The adversary takes a copy, as it was some commits ago, and goes on from there."""
        source = self.branches[branch % len(self.branches)]
        keep = max(1, len(source.checkpoints) - back)
        anew = copy.deepcopy(FIRST)
        size = int(source.checkpoints[keep - 1].split(b"\n")[1])
        anew.entries, anew.checkpoints = source.entries[:size], source.checkpoints[:keep]
        anew.state = self.state_at(anew)
        anew.now_ms = source.now_ms
        self.branches.append(anew)

    @rule(branch=st.integers(0, 3), back=st.integers(0, 2), who=st.sampled_from(WITNESSES))
    def ask(self, branch: int, back: int, who: str) -> None:
        """Show a witness a checkpoint of some record, with that record's own proof."""
        place = branch % len(self.branches)
        sample = self.branches[place]
        note = sample.checkpoints[max(0, len(sample.checkpoints) - 1 - back)]
        last = self.remembered(who)
        held = last.tree_size if last is not None else 0
        size = int(note.split(b"\n")[1])
        proof = self.proof(sample, held, size) if 0 < held <= size else ()
        judged = self.judged(who, write_request(held, proof, note), sample)
        if isinstance(judged, Accepted):
            self.signed[who].append((judged.checkpoint, place))
        else:
            assert isinstance(judged, Declined)
            # An honest record that only grows is never declined.
            assert size < held or not self.one_record(
                self.signed[who][-1], (newest_of(note, sample), place)
            )

    @precondition(lambda self: len(self.branches) < 4)
    @rule(who=st.sampled_from(WITNESSES), others=st.sampled_from(WITNESSES), more=st.integers(1, 3))
    def lead_over(self, who: str, others: str, more: int) -> None:
        """The adversary takes a copy from before what a witness signed, goes on past that, shows
        it to this witness and to another, and the two of them meet."""
        if not self.signed[who]:
            return
        place = self.signed[who][-1][1]
        self.fork(place, 1 + len(self.branches[place].checkpoints) // 2)
        branch = len(self.branches) - 1
        for _ in range(len(self.branches[place].checkpoints)):
            self.enter(branch, more)
        self.ask(branch, 0, who)
        # Whoever has seen nothing yet can be led over.
        others = next((name for name in WITNESSES if not self.signed[name]), others)
        self.ask(branch, 0, others)
        self.meet(who, others)

    @rule(one=st.sampled_from(WITNESSES), other=st.sampled_from(WITNESSES))
    def meet(self, one: str, other: str) -> None:
        """Two witnesses compare what they hold; whoever made it hands over its entries."""
        if not self.signed[one] or not self.signed[other]:
            return
        older, newer = sorted(
            (self.signed[one][-1], self.signed[other][-1]), key=lambda held: held[0].tree_size
        )
        self.met(older, newer)
        data = self.fork_proof(older, newer)
        key = self.branches[0].state.log_key
        try:
            open_fork(data, key, ed25519_accepts)
            found = True
        except RecordFaultError:
            found = False
        try:
            read_fork(data, key.name, key.raw)
            second = True
        except RefusedError:
            second = False
        assert found == second == (not self.one_record(older, newer))

    @invariant()
    def a_witness_never_contradicts_itself(self) -> None:
        """Each thing it cosigned continues the one before, and is larger or the same."""
        for held in self.signed.values():
            for older, newer in pairwise(held):
                assert older[0].tree_size <= newer[0].tree_size
                assert self.one_record(older, newer)

    @invariant()
    def no_two_quorums_disagree(self) -> None:
        """Two of three overlap in one, and that one is honest."""
        votes: dict[Checkpoint, set[str]] = {}
        places = {}
        for who, held in self.signed.items():
            for checkpoint, place in held:
                votes.setdefault(checkpoint, set()).add(who)
                places[checkpoint] = place
        enough = [checkpoint for checkpoint, who in votes.items() if len(who) >= 2]
        for one in enough:
            for other in enough:
                older, newer = sorted((one, other), key=lambda each: each.tree_size)
                assert self.one_record((older, places[older]), (newer, places[newer]))

    def met(self, older: Held, newer: Held) -> None:
        """Two witnesses hold these; for who counts."""

    def judged(self, who: str, request: bytes, sample: Sample) -> Accepted | Declined:
        """What a witness makes of a request, by what it remembers."""
        last = self.remembered(who)
        return judge_checkpoint(
            request,
            logs={sample.state.origin: sample.state.log_key},
            newest={sample.state.origin: last} if last is not None else {},
            verifier=ed25519_accepts,
        )

    def remembered(self, who: str) -> Checkpoint | None:
        """What a witness cosigned last."""
        return self.signed[who][-1][0] if self.signed[who] else None

    def one_record(self, older: tuple[Checkpoint, int], newer: tuple[Checkpoint, int]) -> bool:
        """Say, from the entries themselves, whether a record can have had both."""
        entries = self.branches[newer[1]].entries
        leaves = [leaf_hash(raw) for raw in entries[: older[0].tree_size]]
        return root_of(leaves) == older[0].root_hash

    def fork_proof(self, older: tuple[Checkpoint, int], newer: tuple[Checkpoint, int]) -> bytes:
        """What the two of them can show."""
        sample, old, new = self.branches[newer[1]], older[0].tree_size, newer[0].tree_size
        leaves = [leaf_hash(raw) for raw in sample.entries[:new]]
        return write_fork(
            self.note(older),
            self.note(newer),
            root=root_of(leaves[:old]),
            proof=consistency_proof(old, new, subtree_reader(leaves)),
        )

    def note(self, held: tuple[Checkpoint, int]) -> bytes:
        """The note of a checkpoint."""
        sample = self.branches[held[1]]
        return next(note for note in sample.checkpoints if newest_of(note, sample) == held[0])

    @staticmethod
    def proof(sample: Sample, old: int, size: int) -> tuple[bytes, ...]:
        """The consistency proof of a record."""
        try:
            leaves = [leaf_hash(raw) for raw in sample.entries]
            return consistency_proof(old, size, subtree_reader(leaves))
        except InputError:
            return ()

    @staticmethod
    def state_at(sample: Sample) -> RecordState:
        """Where a copy stands."""
        return resume(None, sample.entries)


def newest_of(note: bytes, sample: Sample) -> Checkpoint:
    """Read a checkpoint."""
    return open_checkpoint(note, sample.state.log_key, ed25519_accepts)


class Forgetful(Records):
    """A planted fault: the witnesses forget what they cosigned, as after a restored phone."""

    def remembered(self, who: str) -> Checkpoint | None:
        """Nothing, whoever it is."""
        assert who in self.signed
        return None


class Trusting(Records):
    """A planted fault: the first witness signs whatever the log signed, proof or none."""

    def judged(self, who: str, request: bytes, sample: Sample) -> Accepted | Declined:
        """As all others, but for one."""
        found = super().judged(who, request, sample)
        if who != WITNESSES[0] or isinstance(found, Accepted):
            return found
        note = request.partition(b"\n\n")[2]
        return Accepted(checkpoint=newest_of(note, sample), note=note)


class Counting(Records):
    """Counts what the machine reaches, so that a rule that nothing leads to is seen."""

    reached: ClassVar[Counter[str]] = Counter()

    def judged(self, who: str, request: bytes, sample: Sample) -> Accepted | Declined:
        """How often a witness signs, declines, and is shown another record than before."""
        found = super().judged(who, request, sample)
        self.reached["signed" if isinstance(found, Accepted) else f"declined {found.status}"] += 1
        if isinstance(found, Declined) and found.fork:
            self.reached["shown a fork"] += 1
        return found

    def met(self, older: Held, newer: Held) -> None:
        """How often two meet who hold what no single record can have, and what one can."""
        self.reached["met" if self.one_record(older, newer) else "met over a fork"] += 1


def test_the_machine_reaches_what_it_is_about() -> None:
    """Signing, declining for each reason, forks shown to a witness, and two who meet over one."""
    Counting.reached.clear()
    counting = settings(
        max_examples=200,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate,),
        database=None,
    )
    run_state_machine_as_test(Counting, settings=counting)
    few = {name: Counting.reached[name] for name in REACHED if Counting.reached[name] < 10}
    assert not few


TRIES = settings(
    max_examples=200,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    report_multiple_bugs=False,
    phases=(Phase.generate,),
    database=None,
)
"""How long a fault is looked for."""


def test_a_witness_that_trusts_is_found() -> None:
    """The machine can tell: a witness that signs without a proof contradicts itself."""
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Trusting, settings=TRIES)


def test_witnesses_that_forget_are_found() -> None:
    """The machine can tell: without their memory two quorums soon disagree."""
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Forgetful, settings=TRIES)


TestRecords = Records.TestCase
TestRecords.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
