"""Whose is a device, and does its key still sign? The record alone says so."""

from __future__ import annotations

from provesafe.service import Production

__all__ = ["HERE", "is_there", "owner_of"]

HERE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What pairs of characters are of, that people compare: none is easily taken for another."""


def is_there(production: Production, device: str) -> bool:
    """Whether a device's key signs here and may stand for another's.

    The key for concerns does neither.
    """
    known = production.writer.devices.get(device)
    return known is not None and known.role == "device" and not known.ended


def owner_of(production: Production, device: str) -> str:
    """Whose own device it is, as long as its key signs; empty for nobody's."""
    return production.owners.get(device, "") if is_there(production, device) else ""
