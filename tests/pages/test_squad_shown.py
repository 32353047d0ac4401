"""A squad is shown: one page of the viewers' device for all of it, each weapon still by itself."""

from __future__ import annotations

from inside import Device, Inside, inside
from pages.rows import pressed_from
from provesafe import custody
from provesafe.service import Production, Report, looking_at, report
from sending import presses

SQUAD = ("colt-1", "colt-2", "rifle-1")


def _shown(cart: Inside, name: str) -> None:
    """Ada showed somebody each weapon of the squad."""
    by, to = cart.person("Ada"), cart.person(name)

    def enter(production: Production, now_ms: int) -> None:
        for weapon in SQUAD:
            fields = {"weapon": weapon, "by": by, "to": [to], "contents": "empty"}
            act = custody.parse_act("show", {**fields, "means": "looked"})
            report(production, Report(acts=(act,), grades={}), now_ms=now_ms)

    cart.house.writer.submit(enter).result()


def _answers(cart: Inside, name: str) -> dict[str, str]:
    """What the record holds of what somebody answered, by weapon."""
    person = cart.person(name)

    def answers(production: Production) -> dict[str, str]:
        looks = {one: looking_at(production, one) for one in SQUAD}
        return {
            weapon: look.answer_of(person)
            for weapon, look in looks.items()
            if look is not None and look.answer_of(person)
        }

    found: dict[str, str] = cart.look(answers)
    return found


def _asked(cart: Inside, name: str) -> tuple[Device, str]:
    device = cart.guest()
    return device, device.send("/viewers/badge", {"code": cart.code_of(name)}).leads_to


def test_one_press_answers_for_each_weapon_that_was_seen() -> None:
    """The page names every weapon with its contents; *I saw each of them* answers for each."""
    with inside() as cart:
        _shown(cart, "Cleo")
        viewers, question = _asked(cart, "Cleo")
        text = viewers.get(question).text
        assert all(f"<b>{one}</b>: EMPTY" in text for one in SQUAD)
        thanked = viewers.send(*pressed_from(viewers, question, "I saw each of them"))
        assert thanked.leads_to == "/viewers?thanks=Cleo"
        assert _answers(cart, "Cleo") == dict.fromkeys(SQUAD, "saw it")


def test_one_weapon_is_answered_otherwise_and_the_others_stay_asked_about() -> None:
    """*Told, not shown* of one leaves the question open for the rest, and never counts for them."""
    with inside() as cart:
        _shown(cart, "Cleo")
        viewers, question = _asked(cart, "Cleo")
        told = [one for one in _forms(viewers, question) if ("weapon", "rifle-1") in one[1]]
        action, fields = next(one for one in told if ("what", "was told, not shown") in one[1])
        assert viewers.send(action, fields).leads_to == question
        assert _answers(cart, "Cleo") == {"rifle-1": "was told, not shown"}
        again = viewers.get(question).text
        assert "rifle-1" not in again
        assert viewers.send(action, dict(fields) | {"once": "another"}).status == 409
        viewers.send(*pressed_from(viewers, question, "I saw each of them"))
        assert _answers(cart, "Cleo")["colt-1"] == "saw it"
        assert _answers(cart, "Cleo")["rifle-1"] == "was told, not shown"


def test_a_weapon_shown_again_is_not_answered_from_the_old_page() -> None:
    """What was on the page as it was asked for counts only for those showings that still stand."""
    with inside() as cart:
        _shown(cart, "Cleo")
        viewers, question = _asked(cart, "Cleo")
        form = pressed_from(viewers, question, "I saw each of them")
        _shown(cart, "Cleo")
        assert viewers.send(*form).status == 409
        assert _answers(cart, "Cleo") == {}


def _forms(device: Device, place: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every press of a page: where it goes, and what it holds."""
    return [(one.action, list(one.fields)) for one in presses(device.get(place).text)]
