"""A showing and its hand-over through the service: grades, answers that lapse, what stands."""

from __future__ import annotations

from in_memory import Day, House
from provesafe import custody
from provesafe.custody import parse_act
from provesafe.ledger import parse_entry
from provesafe.service import (
    Ask,
    Report,
    ask,
    carry_out,
    day_log,
    listing_of,
    live_permit,
    looking_at,
    report,
    sheet_acts,
    sheet_of,
)

PEOPLE = {"ada": ("armorer",), "basil": ("first-ad",), "cleo": ("performer",)}


def _day() -> Day:
    day = House.of("custody").begin(PEOPLE)
    day.report(
        "receive_weapon", weapon="colt-2", kind="real", action="single", chambers=6, by="ada"
    )
    day.report("draw", weapon="colt-2", by="ada")
    points = ["muzzle safe", "rounds out", "chambers", "feed path", "bore"]
    day.report("inspect", weapon="colt-2", by="ada", points=points, found="empty")
    return day


def _show(day: Day) -> None:
    ada = day.id_of("ada")
    sheet = sheet_of(day.production, "colt-2", by=ada)
    assert sheet.is_ready
    day.now_ms += 1000
    acts = sheet_acts(day.production, sheet, by=ada)
    report(day.production, Report(acts=acts, grades={ada: "shared"}), now_ms=day.now_ms)


def _hand_over(day: Day) -> custody.Act:
    fields = {
        "weapon": "colt-2",
        "by": day.id_of("ada"),
        "to": day.id_of("cleo"),
        "in_sight": "yes",
    }
    return parse_act("hand_over", fields)


def _asked(day: Day) -> custody.Act:
    act = _hand_over(day)
    day.now_ms += 1000
    (decision,) = ask(day.production, Ask(acts=(act,), done=False), now_ms=day.now_ms)
    assert decision.decision == "permit"
    return act


def test_a_sheet_is_entered_whole_with_its_call_beside_it() -> None:
    """An empty weapon's sheet enters that it was opened, shown and called, as three acts."""
    day = _day()
    _show(day)
    entry = parse_entry(list(day.production.store.entries())[-2])
    acts = entry.fields["acts"]
    assert isinstance(acts, list)
    assert [act["act"] for act in acts if isinstance(act, dict)] == ["inspect", "show", "call"]
    grades = {each.person: each.grade for each in entry.body.statements}
    assert grades[day.id_of("ada")] == "shared"
    assert grades[day.id_of("cleo")] == "noted"


def test_who_is_waited_for_survives_the_program() -> None:
    """Who has answered a showing, and what, is read from the record after a restart as before."""
    day = _day()
    _show(day)
    day.report("answer", weapon="colt-2", by="basil", what="saw it")
    day.reopen()
    looking = looking_at(day.production, "colt-2")
    assert looking is not None
    assert looking.waiting_for == (day.id_of("cleo"),)
    assert looking.answer_of(day.id_of("basil")) == "saw it"
    assert not looking.over
    day.report("put_down", weapon="colt-2", by="ada")
    after = looking_at(day.production, "colt-2")
    assert after is not None
    assert after.over


def test_what_was_asked_is_carried_out_under_its_answer() -> None:
    """The act names the decision it stands on, also after a restart between asking and doing."""
    day = _day()
    _show(day)
    act = _asked(day)
    day.reopen()
    permit = live_permit(day.production, "colt-2", now_ms=day.now_ms)
    assert permit is not None
    day.now_ms += 1000
    (decision,) = carry_out(day.production, Report(acts=(act,)), now_ms=day.now_ms)
    assert decision.decision == "permit"
    entry = parse_entry(list(day.production.store.entries())[-2])
    assert entry.fields["ref"] == permit.decision
    assert day.house.verify().tree_size == day.production.writer.tree.size
    assert live_permit(day.production, "colt-2", now_ms=day.now_ms) is None


def test_an_answer_lapses_at_the_next_entry_and_the_act_is_a_report() -> None:
    """After any entry about the weapon nothing stands, and what was done is entered as a report."""
    day = _day()
    _show(day)
    act = _asked(day)
    day.report("lose_sight", weapon="colt-2", by="ada")
    assert live_permit(day.production, "colt-2", now_ms=day.now_ms) is None
    day.now_ms += 1000
    (decision,) = carry_out(day.production, Report(acts=(act,)), now_ms=day.now_ms)
    assert decision.decision == "noted"
    entry = [parse_entry(raw) for raw in day.production.store.entries()]
    assert "ref" not in [one for one in entry if one.entry_class == "act"][-1].fields


def test_a_stop_takes_the_answer_away() -> None:
    """A STOP by somebody without a badge ends every answer, and stands on the list by no name."""
    day = _day()
    _show(day)
    _asked(day)
    day.now_ms += 1000
    stop = parse_act("stop", {"by": "somebody"})
    report(day.production, Report(acts=(stop,)), now_ms=day.now_ms)
    assert live_permit(day.production, "colt-2", now_ms=day.now_ms) is None
    (line,) = listing_of(day.production, now_ms=day.now_ms).stops
    assert line.by == "somebody"


def test_the_list_says_contents_and_who_has_it() -> None:
    """The list has each weapon's contents in set words, who has it since when, and its tag."""
    day = _day()
    day.report("receive_weapon", weapon="rifle-1", kind="real", place="locker", by="ada")
    (out, rifle) = listing_of(day.production, now_ms=day.now_ms).lines
    assert (out.weapon, out.contents, out.where, out.out) == ("colt-2", "EMPTY", "ada has it", True)
    assert rifle.contents == "UNKNOWN (treat as loaded)"
    assert len({out.tag, rifle.tag}) == 2


def test_the_log_leaves_out_what_is_nobodys_business() -> None:
    """The log tells what was entered, and neither who declined nor who asked to see again."""
    day = _day()
    _show(day)
    day.report("answer", weapon="colt-2", by="cleo", what="show me again")
    day.report("decline", weapon="colt-2", by="cleo")
    today = day.production.times.shooting_day_of(day.now_ms)
    said = " ".join(line.words for line in day_log(day.production, today))
    assert "ada showed colt-2 to basil, cleo" in said
    assert "show me again" not in said
    assert "did not take" not in said
