"""The app on set: the list, the showing, STOP, and every page around them."""

from provesafe.adapters.web.demo import DEMO_PIN, demo_badges, demo_day, make_demo
from provesafe.adapters.web.house import DemoBadge, House
from provesafe.adapters.web.serving.listening import own_addresses
from provesafe.adapters.web.serving.quiet import without_collecting
from provesafe.adapters.web.serving.running import Secured, serve

__all__ = [
    "DEMO_PIN",
    "DemoBadge",
    "House",
    "Secured",
    "demo_badges",
    "demo_day",
    "make_demo",
    "own_addresses",
    "serve",
    "without_collecting",
]
