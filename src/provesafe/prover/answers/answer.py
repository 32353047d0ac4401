"""The whole answer about a protocol: distance, sets, stories, numbers, what-ifs, lints.

The distance is given twice: as if every failure came alone, and with failures that share a reason
(a cause, a person in two places) counted once. The second is the one that counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from provesafe.prover.answers.lints import Lint, lints_of, worse_with
from provesafe.prover.answers.numbers import Numbers, chances_of, numbers_of
from provesafe.prover.answers.proof import Proof, prove_system
from provesafe.prover.answers.stories import Story, story_of
from provesafe.prover.protocols.change import common_causes, under
from provesafe.prover.protocols.ground import ground, plain_id
from provesafe.prover.protocols.model import Chance, Protocol, WhatIf

__all__ = ["Answer", "Comparison", "answer_protocol", "compare_protocols"]

STORIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Everything said of one protocol; `what_ifs` are the answers under each change."""

    protocol: Protocol
    change: WhatIf | None
    apart: Proof
    """As if every failure came by itself."""
    proof: Proof
    """With what has one reason counted once."""
    causes: Mapping[str, str]
    chances: Mapping[str, Chance] | None
    numbers: Numbers | None
    stories: tuple[Story, ...]
    lints: tuple[Lint, ...]
    what_ifs: tuple[Answer, ...]

    @property
    def listed(self) -> int:
        """How many failures the protocol lists: every distance is of these."""
        return len(self.apart.system.failures)

    @property
    def single_points(self) -> tuple[str, ...]:
        """The failures that suffice alone."""
        return tuple(self.proof.names(one)[0] for one in self.proof.sets(1))

    @property
    def never(self) -> tuple[str, ...]:
        """The failures that stand in no minimal set: alone or with others they change nothing."""
        needed = self.proof.needed()
        names = self.proof.system.failures
        return tuple(name for number, name in enumerate(names) if number not in needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What one protocol lets through and the other does not, by names of failures."""

    only_first: tuple[tuple[str, ...], ...]
    only_second: tuple[tuple[str, ...], ...]
    unknown_to_first: tuple[str, ...]
    unknown_to_second: tuple[str, ...]


def answer_protocol(
    protocol: Protocol,
    *,
    what_ifs: Sequence[WhatIf] = (),
    engine: str = "cudd",
    stories: int = STORIES,
    change: WhatIf | None = None,
) -> Answer:
    """Say everything about a protocol.

    Args:
        protocol: what was written.
        what_ifs: changes to answer too, each by itself.
        engine: `cudd` or `python`.
        stories: how many of the smallest sets are told.
        change: the what-if that led to this protocol.

    Raises:
        TooLargeError: it is too large to be searched at all.
        ProtocolError: a what-if names what is not there.
    """
    system = ground(protocol)
    apart = prove_system(system, engine=engine)
    causes = common_causes(protocol)
    groups = {name: causes[plain_id(name)] for name in system.failures if plain_id(name) in causes}
    proof = prove_system(system.merged(groups), engine=engine) if groups else apart
    chances = chances_of(protocol, proof, causes)
    told = (story_of(protocol, proof, one) for one in islice(proof.smallest(), stories))
    changed = tuple(
        answer_protocol(under(protocol, one), engine=engine, stories=1, change=one)
        for one in what_ifs
    )
    worse = (worse_with(one.change, proof, one.proof) for one in changed if one.change)
    lints = lints_of(protocol, proof) if change is None else ()
    return Answer(
        protocol=protocol,
        change=change,
        apart=apart,
        proof=proof,
        causes=causes,
        chances=chances,
        numbers=numbers_of(proof, chances),
        stories=tuple(story for story in told if story is not None),
        lints=(*lints, *(lint for lint in worse if lint is not None)),
        what_ifs=changed,
    )


def compare_protocols(first: Answer, second: Answer, *, most: int = 10) -> Comparison:
    """Which smallest sets suffice in one protocol and not in the other.

    Args:
        first: one protocol's answer.
        second: the other's.
        most: how many sets are named on each side.

    Raises:
        TooLargeError: a proof is not complete.
    """
    return Comparison(
        only_first=_only(first.proof, second.proof, most),
        only_second=_only(second.proof, first.proof, most),
        unknown_to_first=_unknown(second.proof, first.proof),
        unknown_to_second=_unknown(first.proof, second.proof),
    )


def _only(here: Proof, there: Proof, most: int) -> tuple[tuple[str, ...], ...]:
    numbers = {name: number for number, name in enumerate(there.system.failures)}
    found = (
        here.names(one)
        for one in here.smallest()
        if not there.suffices(
            frozenset(numbers[name] for name in here.names(one) if name in numbers)
        )
    )
    return tuple(islice(found, most))


def _unknown(here: Proof, there: Proof) -> tuple[str, ...]:
    return tuple(name for name in here.system.failures if name not in there.system.failures)
