"""The app on set: the list, the showing, STOP, and every page around them."""

from provesafe.adapters.web.demo import DEMO_PIN, demo_badges, demo_day, make_demo
from provesafe.adapters.web.house import DemoBadge, House
from provesafe.adapters.web.serving.running import serve

__all__ = [
    "DEMO_PIN",
    "DemoBadge",
    "House",
    "demo_badges",
    "demo_day",
    "make_demo",
    "serve",
]
