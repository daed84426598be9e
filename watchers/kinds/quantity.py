"""Kubernetes quantities ("10Gi", "500M", "1e9") as numbers that can be compared."""

import re
from decimal import Decimal

_POWERS = {"": Decimal(1), "m": Decimal("0.001")}
_POWERS |= {letter: Decimal(1000) ** power for power, letter in enumerate("kMGTPE", start=1)}
_POWERS |= {f"{letter}i": Decimal(1024) ** power for power, letter in enumerate("KMGTPE", start=1)}
_QUANTITY = re.compile(r"(?P<number>[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)(?P<unit>[A-Za-z]{0,2})")


def amount(text: str) -> Decimal:
    """Return the amount that a quantity stands for, 0 for what is none."""
    found = _QUANTITY.fullmatch(text.strip())
    if found is None or found["unit"] not in _POWERS:
        return Decimal(0)
    return Decimal(found["number"]) * _POWERS[found["unit"]]
