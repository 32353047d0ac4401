"""A rulebook of seven rules, one of each weight and force, for tests of what is made of rules.

Small on purpose: a test that plays with it takes milliseconds.
"""

from __future__ import annotations

from in_memory import Day, House, own_book
from provesafe.rulebook import Rulebook

__all__ = ["PEOPLE", "SMALL", "small_day"]

RULES = """
[[rule]]
id = "shown"
title = "Shown to whoever takes it"
on = "handed_over(w, giver, receiver)"
require = "custody.in_sight(w, giver, receiver)"
duty = ["giver"]
weight = "danger"
say.en = "{receiver} has not been shown {w} by {giver}."
remedy = { act = "show", weapon = "{w}", by = "{giver}", to = "{receiver}" }
source = { document = "ours", section = "1", standing = "house" }

[[rule]]
id = "met"
title = "A meeting first"
on = "handed_over(w, giver, receiver)"
require = "EXISTS m. (ONCE meeting_held(m, \\"safety\\"))"
duty = ["@first-ad|stage-manager"]
weight = "paper"
say.en = "No meeting has been held."
remedy = { act = "hold_meeting", by = "@first-ad", kind = "safety" }
source = { document = "ours", section = "2", standing = "house" }

[[rule]]
id = "not-alone"
title = "Two hands"
on = "handed_over(w, giver, receiver)"
require = "NOT (giver = receiver)"
duty = ["giver"]
weight = "danger"
force = "never"
say.en = "{giver} is entered as giving {w} to themselves."
source = { document = "ours", section = "3", standing = "house" }

[[rule]]
id = "called"
title = "Called"
on = "handed_over(w, giver, receiver)"
require = "EXISTS c, s. (ONCE called(w, c, s))"
duty = ["giver"]
weight = "paper"
force = "advise"
say.en = "The state of {w} has not been called."
source = { document = "ours", section = "4", standing = "house" }

[[rule]]
id = "answered"
title = "A concern is answered within ten minutes"
on = "concern_raised(c)"
require = "EVENTUALLY[0,600] concern_answered(c)"
duty = ["@producer"]
weight = "paper"
say.en = "Concern {c} has no answer."
remedy = { act = "answer_concern", concern = "{c}", by = "@producer" }
source = { document = "ours", section = "5", standing = "house" }
lasts = true

[[rule]]
id = "started-with-medic"
title = "A medic before anything starts"
on = "started(s, what)"
require = "EXISTS p. (ONCE medic_placed(p))"
duty = ["@first-ad"]
weight = "paper"
say.en = "No medic is in place on {s}."
remedy = { act = "place_medic", by = "@first-ad" }
source = { document = "ours", section = "6", standing = "house" }

[[rule]]
id = "given-back-first"
title = "Back to whoever handles it before it is put away"
on = "(EXISTS giver. returned(w, giver, receiver)) OR put_away(w, receiver)"
require = 'custody.has_role(receiver, "armorer")'
duty = ["receiver"]
weight = "danger"
say.en = "{receiver} is not the armorer."
source = { document = "ours", section = "7", standing = "house" }
"""

SMALL: Rulebook = own_book(RULES, name="small")
"""Loaded once for all tests."""

PEOPLE = {
    "jonas": ("producer",),
    "ada": ("armorer",),
    "basil": ("first-ad",),
    "cleo": ("performer",),
    "dov": ("property-master",),
    "hana": ("safety-advisor",),
}


def small_day(house: House | None = None) -> Day:
    """A day under the small rulebook: colt-2 is with Ada, nobody has been shown it."""
    day = (house or House(books=(SMALL,))).begin(PEOPLE)
    for weapon in ("colt-2", "colt-3"):
        day.report("receive_weapon", weapon=weapon, kind="real", chambers=6, by="ada")
        day.report("draw", weapon=weapon, by="ada", place="safe")
    return day
