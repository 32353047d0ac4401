"""People and where they stand: roles, papers, training, contact, medic, rulebooks adopted."""

from __future__ import annotations

from provesafe.custody.act_type import declare
from provesafe.custody.vocabulary.parts import (
    ARMORERS,
    BY,
    CREW_LEADERS,
    MANAGEMENT,
    PERSON,
    WEAPON,
    WORDS,
    day,
    enum,
    many,
    one,
    yes_no,
)

__all__ = ["PEOPLE"]

_ROLE = one("role", "role")
_COURSE = one("course", "name", usual=("firearms", "firearms-safety", "handling", "induction"))
_PAPER = one(
    "kind", "name", usual=("entertainment-firearms", "dangerous-weapons", "federal-licence")
)

PEOPLE = (
    declare(
        "enrol",
        group="people",
        fields=(
            PERSON,
            many("roles", "role"),
            one("reports_to", "person").maybe(),
            BY.maybe(),
        ),
        head="enrolled(person)",
        also=("assigned(person, roles*)",),
        who=(*MANAGEMENT, "second-ad"),
        sentence="{person} joined the production[ as {roles}][, entered by {by}].",
    ),
    declare(
        "assign",
        group="people",
        fields=(PERSON, _ROLE, BY),
        head="assigned(person, role)",
        who=MANAGEMENT,
        sentence="{by} named {person} as {role}.",
    ),
    declare(
        "relieve",
        group="people",
        fields=(PERSON, _ROLE, BY),
        head="relieved(person, role)",
        who=MANAGEMENT,
        sentence="{by} entered that {person} is no longer {role}.",
    ),
    declare(
        "permit",
        group="people",
        fields=(PERSON, _PAPER, day("until"), many("scope", "name"), BY),
        head="permit_given(person, kind, until)",
        also=("permit_scope(person, kind, scope*)",),
        who=MANAGEMENT,
        sentence="{by} saw the paper “{kind}” of {person}, good until {until}[, for {scope}].",
    ),
    declare(
        "revoke_permit",
        group="people",
        fields=(PERSON, _PAPER, BY),
        head="permit_revoked(person, kind)",
        bearing="clouds",
        who=MANAGEMENT,
        sentence="{by} entered that the paper “{kind}” of {person} is no longer good.",
    ),
    declare(
        "train",
        group="people",
        fields=(PERSON, _COURSE, BY, yes_no("assessed").maybe(), WEAPON.maybe()),
        head="trained(person, course)",
        also=(
            "assessed(person, course) if assessed=yes",
            "trained_on(person, weapon)",
        ),
        who=ARMORERS,
        sentence="{by} trained {person} in {course}[, with {weapon}][, assessed: {assessed}].",
    ),
    declare(
        "assess",
        group="people",
        fields=(PERSON, _COURSE, BY),
        head="assessed(person, course)",
        who=ARMORERS,
        sentence="{by} watched {person} show what they can do in {course}.",
    ),
    declare(
        "ask_training",
        group="people",
        fields=(PERSON, BY),
        head="training_asked(by, person)",
        sentence="{by} asked for more training for {person}.",
    ),
    declare(
        "decide_training",
        group="people",
        fields=(PERSON, BY, enum("decision", "yes", "no")),
        head="training_decided(person, by, decision)",
        who=ARMORERS,
        sentence="{by} decided on more training for {person}: {decision}.",
    ),
    declare(
        "name_contact",
        group="people",
        fields=(PERSON, one("purpose", "name", usual=("safety", "firearms")), BY),
        head="contact_named(person, purpose)",
        who=MANAGEMENT,
        sentence="{by} named {person} as the person to turn to for {purpose}.",
    ),
    declare(
        "place_medic",
        group="people",
        fields=(PERSON, BY),
        head="medic_placed(person)",
        bearing="clears",
        who=("first-ad", "medic"),
        sentence="{by} saw {person}, the medic, in place.",
    ),
    declare(
        "medic_leaves",
        group="people",
        fields=(PERSON, BY),
        head="medic_left(person)",
        bearing="clouds",
        who=("first-ad", "medic"),
        sentence="{by} entered that {person}, the medic, left.",
    ),
    declare(
        "acknowledge_duties",
        group="people",
        fields=(BY,),
        head="duties_acknowledged(by)",
        sentence="{by} read the duties of their role.",
    ),
    declare(
        "schedule",
        group="people",
        fields=(PERSON, _ROLE, day("day"), BY),
        head="scheduled(person, role, day)",
        who=(*MANAGEMENT, "first-ad", "second-ad"),
        sentence="{by} scheduled {person} as {role} for {day}.",
    ),
    declare(
        "adopt",
        group="people",
        fields=(
            one("rulebook", "id"),
            one("version", "id"),
            enum("mode", "enforced", "watched"),
            # What exactly was taken on: the digest of its text, and the house's numbers for it.
            one("digest", "id").maybe(),
            one("settings", "words").maybe(),
            # The digest of the shared definitions it was read with: they are part of its meaning.
            one("definitions", "id").maybe(),
            BY,
        ),
        head="adopted(rulebook, version, mode)",
        who=MANAGEMENT,
        sentence="{by} took on the rulebook {rulebook}, version {version}: {mode}.",
    ),
    declare(
        "fitness_doubt",
        group="people",
        fields=(PERSON, BY, WORDS.maybe()),
        head="fitness_doubted(person)",
        bearing="clouds",
        sentence="{by} doubted that {person} is fit to work with weapons[: “{words}”].",
    ),
    declare(
        "fitness_cleared",
        group="people",
        fields=(PERSON, BY, WORDS.maybe()),
        head="fitness_restored(person)",
        bearing="clears",
        who=(*CREW_LEADERS, "medic", "armorer"),
        sentence="{by} entered that {person} is fit to work with weapons again[: “{words}”].",
    ),
    declare(
        "give_badge",
        group="people",
        fields=(PERSON, one("badge", "id"), BY),
        head="badge_given(person, badge)",
        who=(*MANAGEMENT, "armorer"),
        sentence="{by} gave {person} a badge.",
    ),
    declare(
        "end_badge",
        group="people",
        fields=(PERSON, one("badge", "id"), BY),
        head="badge_ended(person, badge)",
        bearing="clouds",
        who=(*MANAGEMENT, "armorer"),
        sentence="{by} ended a badge of {person}.",
    ),
)
