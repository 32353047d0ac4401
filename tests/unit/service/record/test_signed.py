"""What people sign on their own devices, and the laptop's one way of taking it in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from in_memory import Day, House
from ledger_sample import device_of
from provesafe.adapters.keys import Ed25519Signer
from provesafe.ledger import (
    Body,
    ChainBranchError,
    ChainHoleError,
    ChainRepeatError,
    Json,
    KeyEndedError,
    Link,
    Seen,
    SeenError,
    SignatureError,
    Statement,
    join_entry,
    make_body,
    newest_seen,
    parse_body,
    parse_entry,
    sign_text,
)
from provesafe.service import (
    BorrowedKeyError,
    SignedElsewhereError,
    SignedStaleError,
    Taken,
    Voucher,
    compose,
    enrolment,
    enter_lapsed,
    enter_signed,
    listing_of,
    propose,
    revocation,
    rotation,
    take_signed,
    take_together,
)

ADAS, CLEOS, GILS = device_of("ada"), device_of("cleo"), device_of("gil")
PHONES = {"ada": ADAS, "cleo": CLEOS, "gil": GILS}


@dataclass(slots=True, kw_only=True)
class Crew:
    """A day whose people have phones."""

    day: Day
    phones: dict[str, Ed25519Signer] = field(default_factory=lambda: dict(PHONES))

    @classmethod
    def of(cls, *books: str) -> Crew:
        """Dry Creek with Ada's, Cleo's and Gil's phones let in."""
        people = {"ada": ("armorer",), "cleo": ("performer",), "gil": ("second-ad",)}
        day = House.of(*books).begin(people)
        day.report("receive_weapon", weapon="colt-2", kind="real", by="ada")
        crew = cls(day=day)
        for label, phone in crew.phones.items():
            vouching = (
                [] if label == "ada" else [Voucher(person=day.id_of("ada"), device=ADAS.name)]
            )
            act = enrolment(phone.name, phone.public_key, person=day.id_of(label))
            body = propose(day.production, act, vouching=vouching, now_ms=day.now_ms)
            signing = [phone] if label == "ada" else [phone, ADAS]
            signatures = [sign_text(body.raw, one) for one in signing]
            enter_signed(day.production, body, signatures, now_ms=day.now_ms)
        return crew

    def body(
        self, entry_class: str, name: str, on: str, *own: str, ref: str = "", **fields: Any
    ) -> Body:
        """What the phone of `on` enters, and the people of `own` sign with theirs."""
        return compose(
            self.day.production,
            "request" if entry_class == "request" else "act",
            [self.day.act(name, **fields)],
            device=self.phones[on].name,
            own={self.day.id_of(one): self.phones[one].name for one in own},
            ref=ref,
            now_ms=self.day.now_ms,
        )

    def sign(self, body: Body, *labels: str) -> bytes:
        """The entry, signed by these phones."""
        return join_entry(body, [sign_text(body.raw, self.phones[one]) for one in labels]).raw

    def take(self, raw: bytes) -> Taken:
        """Hand it in, a second after what was before."""
        self.day.now_ms += 1000
        return take_signed(self.day.production, raw, now_ms=self.day.now_ms)


def drawn(crew: Crew) -> bytes:
    """Ada's own phone says that she drew a revolver."""
    return crew.sign(
        crew.body("act", "draw", "ada", "ada", weapon="colt-2", by="ada", place="safe"), "ada"
    )


def test_an_act_signed_on_a_phone_stands_as_it_was_signed() -> None:
    """Its bytes are in the record, Ada is the holder, her grade is own, and reopening agrees."""
    crew = Crew.of()
    raw = drawn(crew)
    taken = crew.take(raw)
    (stored,) = crew.day.production.store.entries(taken.index, taken.index + 1)
    assert stored == raw
    assert [one.grade for one in parse_entry(stored).body.statements] == ["own"]
    assert crew.day.production.state.weapons["colt-2"].holder == crew.day.id_of("ada")
    before = crew.day.production.state, crew.day.production.owners
    crew.day.reopen()
    assert (crew.day.production.state, crew.day.production.owners) == before
    assert crew.day.house.verify().tree_size == crew.day.production.writer.tree.size


def test_a_request_is_answered_and_carried_out_under_the_answer() -> None:
    """The act that names the decision needs none of its own; another act than was asked for is
    a report with the rules it did not meet."""
    crew = Crew.of("custody")
    crew.take(drawn(crew))
    give = {"weapon": "colt-2", "by": "ada", "to": "cleo", "in_sight": "yes"}
    asked = crew.take(crew.sign(crew.body("request", "hand_over", "ada", "ada", **give), "ada"))
    assert [one.decision for one in asked.decisions] == ["permit"]
    body = crew.body("act", "hand_over", "ada", "ada", "cleo", ref=asked.decision, **give)
    done = crew.take(crew.sign(body, "ada", "cleo"))
    assert [one.decision for one in done.decisions] == ["permit"]
    assert done.decision == ""
    assert crew.day.production.state.weapons["colt-2"].holder == crew.day.id_of("cleo")
    # The answer was about that hand-over and is used up.
    late = crew.body("act", "hand_over", "ada", "ada", "cleo", ref=asked.decision, **give)
    again = crew.take(crew.sign(late, "ada", "cleo"))
    assert [one.decision for one in again.decisions] == ["noted"]
    assert [one.rulebook for one in again.decisions[0].reasons] == ["custody"]


def test_a_request_with_an_open_rule_is_refused_and_did_not_happen() -> None:
    """Who does not have it cannot hand it over: refused, and the record says so."""
    crew = Crew.of("custody")
    give = {"weapon": "colt-2", "by": "cleo", "to": "ada", "in_sight": "yes"}
    asked = crew.take(crew.sign(crew.body("request", "hand_over", "cleo", "cleo", **give), "cleo"))
    assert [one.decision for one in asked.decisions] == ["refuse"]
    assert asked.decisions[0].reasons
    assert not crew.day.production.state.weapons["colt-2"].holder


def test_both_hands_sign_one_entry() -> None:
    """Giver and receiver sign with their own phones, and both chains run through the entry."""
    crew = Crew.of()
    crew.take(drawn(crew))
    body = crew.body(
        *("act", "hand_over", "ada", "ada", "cleo"),
        weapon="colt-2",
        by="ada",
        to="cleo",
        in_sight="yes",
    )
    taken = crew.take(crew.sign(body, "cleo", "ada"))
    devices = crew.day.production.writer.devices
    assert devices[ADAS.name].last == devices[CLEOS.name].last == taken.entry


def test_the_laptop_signs_what_it_wrote_itself_beside_a_phone() -> None:
    """Pressed at the laptop with Ada's badge, answered on Cleo's own phone: shared and own."""
    crew = Crew.of()
    crew.take(drawn(crew))
    day = crew.day
    ada, cleo = day.id_of("ada"), day.id_of("cleo")
    body = compose(
        day.production,
        "act",
        [day.act("hand_over", weapon="colt-2", by="ada", to="cleo", in_sight="yes")],
        device="laptop",
        own={cleo: CLEOS.name},
        shared=[ada],
        now_ms=day.now_ms,
    )
    signatures = [sign_text(body.raw, CLEOS)]
    with pytest.raises(BorrowedKeyError):
        take_together(day.production, body, signatures, now_ms=day.now_ms)
    taken = take_together(day.production, body, signatures, badges=[ada], now_ms=day.now_ms)
    (stored,) = day.production.store.entries(taken.index, taken.index + 1)
    assert [one.grade for one in parse_entry(stored).body.statements] == ["shared", "own"]


def test_what_is_sent_again_is_entered_once() -> None:
    """A phone that heard no answer sends it again: the same place, nothing more in the record."""
    crew = Crew.of()
    raw = drawn(crew)
    first = crew.take(raw)
    size = crew.day.production.writer.tree.size
    again = crew.take(raw)
    assert (again.index, again.again, crew.day.production.writer.tree.size) == (
        first.index,
        True,
        size,
    )


def own_act(
    crew: Crew, link: Link, *, person: str = "ada", t_ms: int | None = None, **more: Json
) -> Body:
    """An act as Ada's phone would write it, at a place of somebody's choosing."""
    fields: dict[str, Json] = {"weapon": "colt-2", "by": crew.day.id_of(person), "place": "safe"}
    acts: list[Json] = [{"act": "draw", "f": fields}]
    return make_body(
        "act",
        link=link,
        t_ms=crew.day.now_ms if t_ms is None else t_ms,
        payload={"acts": acts, **more},
        rests_on=[Statement(crew.day.id_of(person), "own", link)],
    )


def next_of(crew: Crew, phone: Ed25519Signer) -> Link:
    """The place of a phone's next entry."""
    writer = crew.day.production.writer
    return writer.devices[phone.name].next_link(newest_seen(writer))


def test_forged_places_and_keys_are_turned_away() -> None:
    """A place that is taken, one behind a hole, one that follows what does not stand here, a
    checkpoint this record never had, another's signature: each by its name, nothing entered."""
    crew = Crew.of()
    crew.take(drawn(crew))
    size = crew.day.production.writer.tree.size
    link = next_of(crew, ADAS)
    taken = link._replace(seq=link.seq - 1)
    for fault, wrong in (
        (ChainRepeatError, taken),
        (ChainHoleError, link._replace(seq=link.seq + 1)),
        (ChainBranchError, link._replace(prev=crew.day.production.writer.devices["laptop"].last)),
        (SeenError, link._replace(seen=Seen(size, next_of(crew, GILS).prev))),
        (SeenError, link._replace(seen=Seen(size + 1, link.seen.root))),
    ):
        with pytest.raises(fault):
            crew.take(crew.sign(own_act(crew, wrong), "ada"))
    body = own_act(crew, link)
    signed = sign_text(body.raw, CLEOS.key.named(ADAS.name))
    forged = signed._replace(key_id=sign_text(b"", ADAS).key_id)
    with pytest.raises(SignatureError):
        crew.take(join_entry(body, [forged]).raw)
    assert crew.day.production.writer.tree.size == size


def test_nobody_stands_for_it_by_anothers_key() -> None:
    """Ada's phone cannot say "Cleo, own device", nor "Cleo pressed here" unless she was seen to;
    that Cleo said it aloud it can note."""
    crew = Crew.of()
    day = crew.day
    with pytest.raises(BorrowedKeyError):
        crew.take(crew.sign(own_act(crew, next_of(crew, ADAS), person="cleo"), "ada"))
    act = day.act("draw", weapon="colt-2", by="cleo", place="safe")
    pressed, noted = (
        compose(
            *(day.production, "act", [act]),
            device=ADAS.name,
            own={},
            shared=shared,
            now_ms=day.now_ms,
        )
        for shared in ([day.id_of("cleo")], [])
    )
    with pytest.raises(BorrowedKeyError):
        crew.take(crew.sign(pressed, "ada"))
    crew.take(crew.sign(noted, "ada"))
    assert day.production.state.weapons["colt-2"].holder == day.id_of("cleo")


def test_it_rests_on_exactly_those_it_names() -> None:
    """Left out, put in, or another class or field than devices enter: turned away by its form."""
    crew = Crew.of()
    link, day = next_of(crew, ADAS), crew.day
    acts = acts_in(own_act(crew, link))
    bodies = [
        own_act(crew, link, sd=[]),
        make_body("act", link=link, t_ms=day.now_ms, payload={"acts": []}),
        make_body("due", link=link, t_ms=day.now_ms, payload={}),
        make_body("act", link=link, t_ms=day.now_ms, payload={"acts": acts}),
    ]
    for body in bodies:
        with pytest.raises(SignedElsewhereError):
            crew.take(crew.sign(body, "ada"))
    people = crew.body("act", "enrol", "ada", "ada", person="kit", roles=["extra"])
    with pytest.raises(SignedElsewhereError, match="at the laptop"):
        crew.take(crew.sign(people, "ada"))


def acts_in(body: Body) -> list[Json]:
    """The acts of a body."""
    acts = body.fields["acts"]
    assert isinstance(acts, list)
    return acts


def test_what_waited_in_a_pocket_is_late() -> None:
    """Signed with an old checkpoint and a clock of ten minutes ago, it arrives as a late act, and
    reads so again; with the clock's own error told, it is judged by the laptop's time."""
    crew = Crew.of()
    day = crew.day
    link = next_of(crew, ADAS)
    signed_ms = day.now_ms + 500
    waiting = own_act(crew, link, t_ms=signed_ms)
    day.report("draw", weapon="colt-2", by="gil", place="safe")
    day.now_ms += 600_000
    crew.take(crew.sign(waiting, "ada"))
    acts = [one.acts[0] for one in day.production.entered]
    assert (acts[-1].late, acts[-1].happened_ms) == (True, signed_ms)
    slow = own_act(crew, next_of(crew, ADAS), t_ms=day.now_ms - 3_600_000, skew=3_600_000)
    crew.take(crew.sign(slow, "ada"))
    assert not day.production.entered[-1].acts[0].late
    before = [one.acts for one in day.production.entered]
    day.reopen()
    assert [one.acts for one in day.production.entered] == before


def test_a_lost_phone_signs_nothing_more() -> None:
    """Revoked by the laptop and Ada, what Gil's phone signed before and sends now is not entered:
    places in the tree decide, no clock does."""
    crew = Crew.of()
    day = crew.day
    act = crew.body("act", "draw", "gil", "gil", weapon="colt-2", by="gil", place="safe")
    waiting = crew.sign(act, "gil")
    size = day.production.writer.tree.size
    lost = revocation(GILS.name, suspect_from=size, refused_from=size, why="left in a car")
    voucher = Voucher(person=day.id_of("ada"), device=ADAS.name)
    body = propose(day.production, lost, vouching=[voucher], now_ms=day.now_ms)
    enter_signed(day.production, body, [sign_text(body.raw, ADAS)], now_ms=day.now_ms)
    with pytest.raises(KeyEndedError):
        crew.take(waiting)


def test_a_phones_successor_is_its_owners() -> None:
    """The key that was committed to stands for the same person when it takes the place."""
    crew = Crew.of()
    day, later = crew.day, device_of("ada-2")
    promised = device_of("dov")
    person = day.id_of("cleo")
    act = enrolment(promised.name, promised.public_key, person=person, next_key=later.public_key)
    voucher = [Voucher(person=day.id_of("ada"), device=ADAS.name)]
    body = propose(day.production, act, vouching=voucher, now_ms=day.now_ms)
    signatures = [sign_text(body.raw, one) for one in (promised, ADAS)]
    enter_signed(day.production, body, signatures, now_ms=day.now_ms)
    turn = rotation(promised.name, later.name, later.public_key)
    body = propose(day.production, turn, vouching=[], now_ms=day.now_ms)
    enter_signed(day.production, body, [sign_text(body.raw, later)], now_ms=day.now_ms)
    assert day.production.owners[later.name] == person
    day.reopen()
    assert day.production.owners[later.name] == person


def test_what_one_signed_and_the_other_never_did_lapses() -> None:
    """It keeps its place in Ada's chain, moves nothing, and her next entry follows it."""
    crew = Crew.of()
    day = crew.day
    crew.take(drawn(crew))
    give = {"weapon": "colt-2", "by": "ada", "to": "cleo", "in_sight": "yes"}
    body = crew.body("act", "hand_over", "ada", "ada", "cleo", **give)
    enter_lapsed(day.production, body, [sign_text(body.raw, ADAS)], now_ms=day.now_ms)
    assert day.production.state.weapons["colt-2"].holder == day.id_of("ada")
    assert day.production.writer.devices[ADAS.name].last == body.id
    for _ in range(2):
        (told,) = listing_of(day.production, now_ms=day.now_ms).unsigned
        assert (told.weapon, told.at_ms) == ("colt-2", body.fields["t"])
        assert told.by != told.to
        day.reopen()
    crew.take(crew.sign(crew.body("act", "hand_over", "ada", "ada", "cleo", **give), "ada", "cleo"))
    assert not listing_of(day.production, now_ms=day.now_ms).unsigned
    assert day.house.verify().tree_size == day.production.writer.tree.size


def test_a_going_ahead_is_signed_as_it_will_stand() -> None:
    """What Gil goes ahead against is found before signing; signed otherwise, it is stale."""
    crew = Crew.of("custody")
    day = crew.day
    give = {"weapon": "colt-2", "by": "cleo", "to": "ada", "in_sight": "yes"}
    asked = crew.take(crew.sign(crew.body("request", "hand_over", "cleo", "cleo", **give), "cleo"))
    rule = asked.decisions[0].reasons[0].id
    fields = {"rule": rule, "weapon": "colt-2", "by": "gil", "words": "it is in her hands"}
    body = crew.body("act", "go_ahead", "gil", "gil", **fields)
    wrong = body.raw.replace(b'"act":"hand_over",', b"").replace(
        b'"independent":"yes"', b'"independent":"no"'
    )
    stale = parse_body(wrong)
    with pytest.raises(SignedStaleError):
        crew.take(crew.sign(stale, "gil"))
    crew.take(crew.sign(body, "gil"))
    assert day.production.gone_ahead[-1].text("by") == day.id_of("gil")
