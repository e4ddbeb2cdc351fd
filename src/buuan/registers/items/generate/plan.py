"""What is asked of the generator: one manifest of one operator."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime

GENERATOR_VERSION = "1"
S10, OWN = "s10", "own"


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune as parcels name it: its code, kind (`phường`, `xã`) and name; `weight` is how much is sent there."""

    code: str
    kind: str
    name: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares of the directions; incoming items are those accepted elsewhere in the country and handed in by the province's centre.

    The defaults are assumptions of the project's manifest notes for a whole province.
    """

    outgoing: float = 0.24
    inside: float = 0.06
    incoming: float = 0.68
    inbound_intl: float = 0.015
    outbound_intl: float = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """Many parcels of one hand: `n` within one hour, each with another false sender name, all with one telephone number and one
    spelling of one address. `back_min` is how many minutes before the manifest's end the hour begins."""

    n: int
    point: str
    back_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One manifest: `n` items of an operator, accepted within `days` days before `until` at `points`, the busiest first.

    `serial` is the first running number of the items' codes; two manifests of an operator need ranges apart. Rates are shares of
    the items: `risk_rate` bears goods that may not be sent or only under conditions, of which `hidden_share` is declared as
    something innocent; `bad_rate` is refused by the reader. `until` carries an offset.
    """

    operator_code: str
    manifest_id: str
    points: tuple[str, ...]
    communes: tuple[Commune, ...]
    until: datetime
    days: int
    n: int
    seed: int
    serial: int = 1
    codes: str = OWN
    province: str = "Thanh Hóa"
    mix: Mix = Mix()
    risk_rate: float = 0.003
    hidden_share: float = 0.5
    bad_rate: float = 0.0
    letter_share: float = 0.01
    senders: int = 300
    receivers: int = 4000
    burst: Burst | None = None

    def __post_init__(self) -> None:
        if self.until.tzinfo is None:
            raise ValueError("until needs an offset")
        if not self.points or not self.communes or self.n < 1 or self.days < 1:
            raise ValueError("a plan needs points, communes, items and days")

    def digest(self) -> str:
        """Give a hash of all parameters, by which two runs can be told apart."""
        text = "\n".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self))
        return hashlib.sha256(text.encode()).hexdigest()[:16]
