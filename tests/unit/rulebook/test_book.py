"""Loading a rulebook: what it makes of a rule, and every way in which it says no."""

from __future__ import annotations

import pytest

from provesafe.errors import InputError
from provesafe.rulebook import (
    Definitions,
    Rule,
    Rulebook,
    RulebookError,
    Signature,
    load_library,
    load_rulebook,
    parse_definitions,
    parse_formula,
    parse_signature,
)

SIGNATURE: Signature = parse_signature(
    """
    handed_over(weapon: string, by: string, to: string)  drawn(weapon: string, by: string)
    shown(weapon: string, by: string, to: string)        misfired(weapon: string)
    misfire_opened(weapon: string, by: string)           returned(weapon: string, to: string)
    cleaned(weapon: string)                              of_kind(weapon: string, kind: string)
    assigned(person: string, role: string)               counted(n: int)
    suspended_weapon(weapon: string)                     told(person: string)
    """
)
DEFINITIONS: Definitions = parse_definitions(
    """
    [[definition]]
    head = "custody.suspended_weapon(w)"
    formula = "ONCE suspended_weapon(w)"

    [[definition]]
    head = "custody.suspended_person(p)"
    formula = "ONCE told(p)"
    """
)
HEAD = """
id = "test"
title = "A test"
version = "1"
binding = false
read = "all"
not_read = ""
[[document]]
id = "paper"
title = "A paper"
where = "here"
[parameters.handlers]
type = "set"
default = ["armorer", "handler"]
choices = ["armorer", "handler", "crew"]
stricter = "subset"
says = "who"
[parameters.pilot]
type = "flag"
default = false
stricter = "on"
says = "in the pilot"
"""
SHOWN = """
[[rule]]
id = "shown"
title = "Shown"
on = "handed_over(w, g, r)"
require = "ONCE shown(w, g, r)"
duty = ["g"]
weight = "danger"
say.en = "{r} was not shown {w}."
remedy = { act = "show", weapon = "{w}", to = "{r}" }
source = { document = "paper", section = "1", standing = "VP", row = "A1" }
"""
WAIT = """
[[rule]]
id = "wait"
title = "Wait"
on = "misfire_opened(w, by)"
require = "NOT (ONCE[0,$seconds) misfired(w))"
duty = ["by"]
weight = "danger"
say.en = "Less than {seconds} seconds."
source = { document = "paper", standing = "VS" }
[rule.parameters.seconds]
type = "seconds"
default = 60
min = 1
max = 600
stricter = "larger"
says = "how long"
"""
CLEANED = """
[[rule]]
id = "cleaned"
title = "Cleaned"
on = "drawn(w, p)"
require = "EVENTUALLY[0,$within] cleaned(w)"
duty = ["@armorer"]
weight = "paper"
say.en = "{w} is not clean."
source = { document = "paper", standing = "VS" }
[rule.parameters.within]
type = "seconds"
default = 100
stricter = "smaller"
says = "how soon"
"""
CASE = """
[[act]]
label = "one"
at = "d1 08:00"
[broken]
remove = "one"
"""


def load(
    *rules: str,
    head: str = HEAD,
    settings: dict[str, dict[str, int | bool | tuple[str, ...] | None]] | None = None,
    cases: dict[str, str] | None = None,
) -> Rulebook:
    """A rulebook of these rules, with a case for each unless `cases` says otherwise."""
    ids = [text.split('id = "')[1].split('"')[0] for text in rules]
    given = {f"cases/{one}.toml": CASE for one in ids} if cases is None else cases
    return load_rulebook(
        {"rulebook.toml": head, "rules/all.toml": "".join(rules), **given},
        signature=SIGNATURE,
        definitions=DEFINITIONS,
        settings=settings or {},
    )


def only(book: Rulebook) -> Rule:
    """The single rule of a rulebook."""
    (rule,) = book.rules
    return rule


def formula(text: str) -> object:
    """A formula over the test's definitions."""
    return parse_formula(text, definitions=DEFINITIONS)


def test_a_rule_is_read_whole() -> None:
    """Every key of a rule file arrives in the rule."""
    rule = only(load(SHOWN))
    assert (rule.name, rule.version, rule.weight, rule.force) == (
        "test/shown",
        "1",
        "danger",
        "override",
    )
    assert rule.variables == ("w", "g", "r")
    assert rule.violation == formula("handed_over(w, g, r) AND NOT (ONCE shown(w, g, r))")
    assert (rule.klass, rule.klass_reason) == ("gate", "decided before `handed_over`")
    assert rule.key == "w"
    assert rule.remedy is not None
    assert dict(rule.remedy.fields) == {"weapon": "{w}", "to": "{r}"}
    assert rule.source.document == "A paper"


def test_a_remedy_can_be_a_wait_a_parameter_or_none() -> None:
    """Time alone, a value of the rulebook, or why nothing mends it: each reads as what it is."""
    written = 'remedy = { act = "show", weapon = "{w}", to = "{r}" }'
    waits = only(load(SHOWN.replace(written, 'remedy = { wait = "90" }'))).remedy
    assert waits is not None
    assert (waits.act, dict(waits.fields), waits.wait_seconds) == ("wait", {}, 90)
    named = only(load(SHOWN.replace('to = "{r}"', 'to = "$handlers"'))).remedy
    assert named is not None
    assert named.fields["to"] == "@armorer|handler"
    none = only(load(SHOWN.replace(written, 'remedy = { none = "{w} stays" }')))
    assert (none.remedy, none.no_remedy) == (None, "{w} stays")


def test_kinds_bind_the_weapon_the_act_names() -> None:
    """`kinds` asks for the kind beside the act, groups written out."""
    rule = only(load(SHOWN.replace("weight", 'kinds = ["firearm"]\nweight')))
    assert rule.kinds == ("real", "blank-only", "unknown")
    assert rule.on == formula(
        "handed_over(w, g, r) AND (EXISTS kind_of_it. (of_kind(w, kind_of_it) AND"
        ' (kind_of_it = "real" OR kind_of_it = "blank-only" OR kind_of_it = "unknown")))'
    )


def test_kinds_bind_a_weapon_of_the_past_by_the_last_kind_known() -> None:
    """An act that names no weapon says nothing of its kind, so the last one known counts."""
    text = SHOWN.replace("handed_over(w, g, r)", "assigned(p, r) AND (ONCE drawn(w, p))")
    text = text.replace("ONCE shown(w, g, r)", "ONCE returned(w, p)").replace('["g"]', '["p"]')
    rule = only(load(text.replace("weight", 'kinds = ["edged"]\nweight')))
    assert rule.on == formula(
        "(assigned(p, r) AND (ONCE drawn(w, p))) AND (EXISTS kind_of_it."
        " (((NOT (EXISTS kind_of_it_later. of_kind(w, kind_of_it_later))) SINCE"
        ' of_kind(w, kind_of_it)) AND kind_of_it = "edged"))'
    )


def test_a_setting_takes_the_place_of_a_default() -> None:
    """A house's value stands in the formula and in the sentence."""
    rule = only(load(WAIT, settings={"test/wait": {"seconds": 90}}))
    assert rule.require == formula("NOT (ONCE[0,90) misfired(w))")
    assert rule.say["en"] == "Less than 90 seconds."


def test_a_deadline_is_suspended_by_an_incident() -> None:
    """Loading adds the weapon's incident to a deadline, and takes the deadline apart."""
    rule = only(load(CLEANED))
    assert rule.klass == "deadline"
    assert rule.require == formula("EVENTUALLY[0,100] (cleaned(w) OR custody.suspended_weapon(w))")
    assert rule.deadline is not None
    assert rule.deadline.seconds == 100
    assert rule.deadline.opened == rule.on
    assert rule.deadline.goal == formula("cleaned(w) OR custody.suspended_weapon(w)")


def test_an_incident_of_another_variable_is_joined_by_what_asked() -> None:
    """Where goal and incident bind different variables, the act that asked binds the rest."""
    text = CLEANED.replace("EVENTUALLY[0,$within] cleaned(w)", "EVENTUALLY[0,$within] told(p)")
    assert only(load(text)).require == formula(
        "EVENTUALLY[0,100] (((ONCE[0,100] drawn(w, p)) AND told(p)) OR"
        " ((ONCE[0,100] drawn(w, p)) AND custody.suspended_weapon(w)))"
    )
    both = load(text.replace("duty", 'persons = ["p"]\nweapon = "x"\nduty'))
    assert only(both).require == formula(
        "EVENTUALLY[0,100] (told(p) OR custody.suspended_person(p))"
    )


def test_a_deadline_that_lasts_is_left_alone() -> None:
    """`lasts` keeps an incident out of it."""
    rule = only(load(CLEANED.replace("duty", "lasts = true\nduty")))
    assert rule.require == formula("EVENTUALLY[0,100] cleaned(w)")


def test_a_deadline_without_a_time_is_set_aside() -> None:
    """A limit that nobody has set makes a rule that is not judged, and says why."""
    book = load(CLEANED.replace("default = 100\n", ""))
    assert book.rules == ()
    (aside,) = book.set_aside
    assert (aside.id, aside.parameter) == ("cleaned", "within")
    assert aside.reason == "`within` is not set: how soon"
    set_now = load(CLEANED.replace("default = 100\n", ""), settings={"test/cleaned": {"within": 5}})
    assert [rule.id for rule in set_now.rules] == ["cleaned"]


def test_a_look_back_without_a_limit_looks_all_the_way() -> None:
    """No value is `*` where the limit is how far to look back."""
    text = WAIT.replace("NOT (ONCE[0,$seconds) misfired(w))", "ONCE[0,$seconds] misfired(w)")
    text = text.replace("default = 60\n", "").replace('"larger"', '"smaller"')
    assert only(load(text)).require == formula("ONCE misfired(w)")


def test_a_flag_says_whether_a_rule_binds() -> None:
    """`only_if` sets a rule aside until the flag is on."""
    text = SHOWN.replace("weight", 'only_if = "pilot"\nweight')
    assert load(text).set_aside[0].reason == "binds only where `pilot` is set: in the pilot"
    assert [r.id for r in load(text, settings={"test": {"pilot": True}}).rules] == ["shown"]


def test_a_trigger_that_makes_safe_is_never_a_gate() -> None:
    """A rule asked at a return is looked at afterwards."""
    text = SHOWN.replace("handed_over(w, g, r)", "returned(w, g)")
    text = text.replace("ONCE shown(w, g, r)", "ONCE drawn(w, g)")
    text = text.replace('"{r} was not shown {w}."', '"{w}."').replace(', to = "{r}"', "")
    assert only(load(text)).klass == "audit"


def test_the_digest_is_over_every_file() -> None:
    """A change in any file, a case's too, changes the digest, and nothing else does."""
    first, again = load(SHOWN).digest, load(SHOWN).digest
    other = load(SHOWN, cases={"cases/shown.toml": CASE + "\n"}).digest
    assert first == again
    assert first != other


def test_a_house_settles_values_of_others() -> None:
    """A rulebook's `[settings]` reach the rulebook they name, and later ones add to them."""
    house = HEAD.replace('"test"', '"house"') + '[settings."test/wait"]\nseconds = 90\n'
    books = load_library(
        [
            {"rulebook.toml": HEAD, "rules/a.toml": WAIT, "cases/wait.toml": CASE},
            {"rulebook.toml": house},
        ],
        signature=SIGNATURE,
        definitions=DEFINITIONS,
        settings={"test/wait": {"seconds": 120}},
    )
    assert books[0].rules[0].say["en"] == "Less than 120 seconds."


def test_a_rulebook_keeps_what_was_set_for_it() -> None:
    """Loading it again with those settings alone gives the same rules."""
    house = HEAD.replace('"test"', '"house"') + '[settings."test/wait"]\nseconds = 90\n'
    files = {"rulebook.toml": HEAD, "rules/a.toml": WAIT, "cases/wait.toml": CASE}
    book, _ = load_library(
        [files, {"rulebook.toml": house}],
        signature=SIGNATURE,
        definitions=DEFINITIONS,
        settings={"test": {"handlers": ("armorer",)}},
    )
    assert book.settings == {"test/wait": {"seconds": 90}, "test": {"handlers": ("armorer",)}}
    again = load_rulebook(
        files, signature=SIGNATURE, definitions=DEFINITIONS, settings=book.settings
    )
    assert again == book


def test_a_setting_for_no_rulebook_here_is_refused() -> None:
    """A misspelt rulebook in a setting is named, not passed over."""
    with pytest.raises(RulebookError, match="`tets/wait` is of no rulebook taken on here"):
        load_library(
            [{"rulebook.toml": HEAD}],
            signature=SIGNATURE,
            definitions=DEFINITIONS,
            settings={"tets/wait": {"seconds": 90}},
        )


def test_a_house_that_loosens_is_refused() -> None:
    """A later setting may not be looser than an earlier one."""
    house = HEAD.replace('"test"', '"house"') + '[settings."test/wait"]\nseconds = 90\n'
    with pytest.raises(RulebookError, match="loosens the rule, which has `90`"):
        load_library(
            [
                {"rulebook.toml": HEAD, "rules/a.toml": WAIT, "cases/wait.toml": CASE},
                {"rulebook.toml": house},
            ],
            signature=SIGNATURE,
            definitions=DEFINITIONS,
            settings={"test/wait": {"seconds": 60}},
        )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('weight = "danger"', 'weigth = "danger"'), "`weight` is missing"),
        (("remedy", "remdy"), "unknown key `remdy`"),
        (('"danger"', '"grave"'), "`weight` is `grave`"),
        (('id = "shown"', 'id = "Shown!"'), "an id has small letters"),
        (("handed_over", "handed_ovr"), "handed_ovr"),
        (("ONCE shown(w, g, r)", "ONCE shown(w, g, q)"), "leaves `q` open"),
        (("ONCE shown", "EVENTUALLY[0,5] shown"), None),
        (("ONCE shown(w, g, r)", "$nobody(r)"), "there is no parameter `$nobody`"),
        (('duty = ["g"]', "duty = []"), "`duty` names nobody"),
        (('duty = ["g"]', 'duty = ["x"]'), "`x` in `duty` is no variable"),
        (("{r} was not", "{x} was not"), "`{x}` in `say.en`"),
        (('to = "{r}"', 'to = "{x}"'), "`{x}` in `remedy.to`"),
        (('to = "{r}"', 'to = "$nobody"'), "`$nobody` in `remedy` is no parameter"),
        (('to = "{r}"', 'none = "never"'), "does not say that there is `none`"),
        (('act = "show", ', ""), "`remedy` names no `act`"),
        (('to = "{r}"', 'wait = "a while"'), "is not a number of seconds"),
        (("say.en", "say.es"), "`say.en` is missing"),
        (('document = "paper"', 'document = "other"'), "`other` is not among the documents"),
        (('"VP"', '"RC"'), "`standing` is `RC`"),
        (("weight", 'kinds = ["sword"]\nweight'), "`sword` is not a kind"),
        (("weight", 'weapon = "x"\nkinds = ["real"]\nweight'), "binds `x`, which `on` does not"),
        (("weight", 'only_if = "handlers"\nweight'), "`only_if` names no flag"),
        (("handed_over(w, g, r)", "ONCE handed_over(w, g, r)"), "names no fact of the act"),
        (
            ("handed_over(w, g, r)", "handed_over(w, g, r) OR (returned(w, g) AND (r = g))"),
            "write two rules",
        ),
    ],
)
def test_what_a_rule_cannot_say(change: tuple[str, str], message: str | None) -> None:
    """Each slip in a rule file is refused by name."""
    if message is None:
        assert only(load(SHOWN.replace(*change))).klass == "deadline"
        return
    with pytest.raises(InputError) as caught:
        load(SHOWN.replace(*change))
    assert message in str(caught.value)
    assert "test" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('stricter = "larger"', 'stricter = "smaller"'), "the formula says the opposite"),
        (("default = 60\n", ""), "lower bound or a wait"),
        (("default = 60", "default = 900"), "out of bounds"),
        (("default = 60", 'default = "long"'), "a whole number"),
        (("$seconds", "60"), "stands in no formula"),
        (('type = "seconds"', 'type = "minutes"'), "`type` is `minutes`"),
        (('stricter = "larger"', 'stricter = "subset"'), "`stricter` is `subset`"),
    ],
)
def test_what_a_parameter_cannot_be(change: tuple[str, str], message: str) -> None:
    """Each slip in a parameter is refused by name; a wait must have a default."""
    text = WAIT.replace("NOT (ONCE[0,$seconds) misfired(w))", "ONCE[$seconds,*] misfired(w)")
    text = text if "lower bound" in message else WAIT
    with pytest.raises(RulebookError) as caught:
        load(text.replace(*change))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"test/wait": {"seconds": 30}}, "loosens"),
        ({"test/wait": {"seconds": 601}}, "out of bounds"),
        ({"test/wait": {"second": 90}}, "has no parameter `second`"),
        ({"test/wiat": {"seconds": 90}}, "there is no rule `test/wiat`"),
        ({"test": {"handlers": ("armorer", "handler", "crew")}}, "loosens"),
        ({"test": {"handlers": ("performer",)}}, "not among the choices"),
        ({"test": {"pilot": 1}}, "true or false"),
    ],
)
def test_what_a_house_cannot_set(
    settings: dict[str, dict[str, int | bool | tuple[str, ...] | None]], message: str
) -> None:
    """A setting is for something there is, inside its bounds, and never looser."""
    with pytest.raises(RulebookError) as caught:
        load(WAIT, settings=settings)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("cases", "message"),
    [
        ({}, "test/shown has no case"),
        ({"cases/shown.toml": CASE.replace("[broken]", "")}, "unknown key"),
        ({"cases/shown.toml": CASE.replace('remove = "one"', "")}, "has 0 edits"),
        ({"cases/shown.toml": CASE.replace('"one"\n', '"two"\n', 1)}, "0 acts have the label"),
        ({"cases/shown.toml": CASE, "cases/other.toml": CASE}, "there is no rule `other`"),
    ],
)
def test_every_rule_needs_its_case(cases: dict[str, str], message: str) -> None:
    """A rule without a kept day and one edit that breaks it does not load."""
    if "unknown" in message:
        message = "has 0 edits"
    with pytest.raises(RulebookError) as caught:
        load(SHOWN, cases=cases)
    assert message in str(caught.value)


def test_what_is_not_toml_is_placed() -> None:
    """A file that is not TOML is named with its line and column."""
    with pytest.raises(RulebookError) as caught:
        load(SHOWN.replace('"danger"', '"danger'))
    assert caught.value.span is not None
    assert caught.value.span.line == 8
    assert "this is not TOML" in caught.value.message


def test_the_same_id_twice_is_refused() -> None:
    """Two rules of one id in one rulebook, or two rulebooks of one id, do not load."""
    with pytest.raises(RulebookError, match="already a rule `shown`"):
        load(SHOWN, SHOWN)
    with pytest.raises(RulebookError, match="two rulebooks are called `test`"):
        load_library([{"rulebook.toml": HEAD}] * 2, signature=SIGNATURE, definitions=DEFINITIONS)
