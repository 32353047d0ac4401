"""The case room: pages on one case, for the named person who looks into it; every look is noted."""

from provesafe.adapters.web.caseroom.room import Room
from provesafe.adapters.web.caseroom.rooms import make_room_app
from provesafe.adapters.web.caseroom.running import serve_case
from provesafe.adapters.web.caseroom.views import Views, ViewsChangedError

__all__ = ["Room", "Views", "ViewsChangedError", "make_room_app", "serve_case"]
