"""Clusters of false senders (cụm người gửi giả): many parcels of one hand, every sender's name another.

Looks inside one operator's declared parcels of at most seven days, never across operators, never at letters or documents, and asks
nothing about who anybody is: only whether the same telephone number, the same spelling of an address, weight, place and hour come
again under names that all differ. What binds a cluster is kept as keyed hashes; the key is given by the caller and stands apart.

The ordinary is left alone: a shop has one name however it is spelled, a hostel many numbers and hours, a collector of parcels for
shops the same few names again and again, and a name that was verified at the counter is not false.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from buuan.engine.bounds import MOST_DAYS
from buuan.kit.errors import Refused

LEAST_ITEMS = 10
LEAST_NAMES_SHARE = 0.6
"""Of the items, so many names must differ: shops that send again and again have fewer."""
MOST_VERIFIED = 0.5
LINE = 0.70
STRENGTHS: Mapping[str, float] = {"phone": 0.30, "address": 0.25, "hour": 0.20, "place": 0.15, "weight": 0.10}
"""What each link is worth; together one."""
NEEDED = {"phone": 0.8, "address": 0.6, "hour": 0.5}
"""A cluster hangs together by number, spelling and hour, in so large a share of its items."""
HOUR = timedelta(hours=2)
NEAR_WEIGHT = (0.6, 1.67)
"""Weights of the same kind of parcel, as parts of the median."""
SURE = ("id_document", "national_eid")
"""Ways of verifying a sender that show a name to be true; an account or a number called back do not."""
CLOSED = ("letter", "document")
KEY_LEAST = 16

COLUMNS = (
    "item_id", "service_class", "accepted_at", "accept_point", "route", "sender_name", "sender_phone", "sender_address",
    "sender_id_verified", "gross_weight_g",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """What binds a cluster: its kind, the share of the items that have it, what that is worth, and its keyed hash if it has one."""

    kind: str
    share: float
    strength: float
    key: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Items of one hand. `key` is the same for the same number and spelling at the same operator; nobody is named."""

    key: str
    item_ids: tuple[str, ...]
    names: int
    links: tuple[Link, ...]
    score: float
    first_at: datetime
    last_at: datetime
    point: str
    weight_g: int

    @property
    def items(self) -> int:
        """Give how many items there are."""
        return len(self.item_ids)


def find_clusters(items: pl.DataFrame, *, operator: str, key: bytes) -> list[Cluster]:
    """Find the clusters among one operator's items of at most seven days, the strongest first.

    `items` has the columns `COLUMNS` as in the archive; `key` is the secret under which links are hashed. Raises Refused for
    more than seven days or a key that is too short, ValueError for items of several operators.
    """
    if len(key) < KEY_LEAST:
        raise Refused("clusters.key", "Khóa băm của cụm quá ngắn.")
    if "operator_code" in items.columns and items["operator_code"].n_unique() > 1:
        raise ValueError("clusters are looked for inside one operator only")
    if not items.height:
        return []
    goods = items.select(one for one in COLUMNS if one in items.columns).filter(
        ~pl.col("service_class").is_in(CLOSED).fill_null(value=False) & pl.col("sender_phone").is_not_null()
    )
    if not goods.height:
        return []
    first, last = goods["accepted_at"].min(), goods["accepted_at"].max()
    if isinstance(first, datetime) and isinstance(last, datetime) and last - first > timedelta(days=MOST_DAYS):
        raise Refused("clusters.too_long", f"Cụm chỉ được tìm trong nhiều nhất {MOST_DAYS} ngày.")
    # First only what can be a cluster at all: a number with enough items under enough spellings of a name.
    busy = goods.group_by("sender_phone").agg(pl.len(), pl.col("sender_name").n_unique().alias("names"))
    busy = busy.filter((pl.col("len") >= LEAST_ITEMS) & (pl.col("names") >= LEAST_ITEMS * LEAST_NAMES_SHARE))
    goods = goods.join(busy.select("sender_phone"), on="sender_phone", how="semi").sort("accepted_at", "item_id")
    seal = _Seal(key, operator)
    found = [
        cluster
        for group in goods.partition_by("sender_phone", maintain_order=True)
        for run in _runs(group)
        if (cluster := _cluster(run, seal)) is not None
    ]
    return sorted(found, key=lambda one: (-one.score, -one.items, one.key))


class _Seal:
    """Gives the keyed hash of a value; the operator is part of it, so that two operators' clusters can never be laid together."""

    def __init__(self, key: bytes, operator: str) -> None:
        self._key, self._operator = key, operator

    def __call__(self, kind: str, value: str) -> str:
        said = f"{self._operator}\x1f{kind}\x1f{value}".encode("utf-8", "replace")
        return hmac.new(self._key, said, hashlib.sha256).hexdigest()[:32]


def _runs(group: pl.DataFrame) -> list[pl.DataFrame]:
    """Part one number's items by the spelling of the address: the items of each busy spelling, else all of them together."""
    spelled = [one for one in group.partition_by("sender_address", maintain_order=True) if one.height >= LEAST_ITEMS]
    return spelled or [group]


def _cluster(group: pl.DataFrame, seal: _Seal) -> Cluster | None:
    """Give the cluster that one number's items are, or None where they are something ordinary."""
    group = _densest(group)
    if group.height < LEAST_ITEMS:
        return None
    n = group.height
    names = group.select(_plain_name()).to_series().n_unique()
    verified = group["sender_id_verified"].is_in(SURE).sum() / n if "sender_id_verified" in group.columns else 0.0
    if names < LEAST_NAMES_SHARE * n or verified > MOST_VERIFIED:
        return None
    address, address_share = _commonest(group, "sender_address")
    point, point_share = _commonest(group, "accept_point")
    route_share = _commonest(group, "route")[1] if "route" in group.columns else 0.0
    median = group["gross_weight_g"].cast(pl.Float64).median()
    weight = float(median) if isinstance(median, int | float) else 0.0
    is_near = group["gross_weight_g"].is_between(weight * NEAR_WEIGHT[0], weight * NEAR_WEIGHT[1])
    near = float(is_near.sum()) / n if weight else 0.0
    phone = str(group["sender_phone"][0])
    shares: dict[str, tuple[float, str]] = {
        "phone": (1.0, seal("phone", phone)),
        "address": (address_share, seal("address", address)),
        "hour": (_within(group["accepted_at"]), ""),
        "place": (max(point_share, route_share), ""),
        "weight": (near, ""),
    }
    if any(shares[kind][0] < least for kind, least in NEEDED.items()):
        return None
    links = tuple(Link(kind, round(share, 3), STRENGTHS[kind], mark) for kind, (share, mark) in shares.items())
    score = round(sum(one.share * one.strength for one in links) * min(1.0, names / n + 0.1), 3)
    if score < LINE:
        return None
    first, last = group["accepted_at"][0], group["accepted_at"][-1]
    return Cluster(
        seal("cluster", f"{phone}\x1f{address}\x1f{first:%Y-%m-%d}"),
        tuple(group["item_id"].to_list()), names, links, score, first, last, point, round(weight),
    )  # fmt: skip


def _plain_name() -> pl.Expr:
    """Give a name as it is compared: without marks, case, note in brackets and order of words."""
    bare = (
        pl.col("sender_name").fill_null("").str.replace(r"\(.*", "").str.to_lowercase().str.normalize("NFD")
        .str.replace_all(r"\p{M}", "").str.replace_all("đ", "d", literal=True).str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()
    )  # fmt: skip
    return bare.str.split(" ").list.sort().list.join(" ")


def _commonest(group: pl.DataFrame, column: str) -> tuple[str, float]:
    """Give the commonest text of a column and the share of the items that have it."""
    told = group.filter(pl.col(column).is_not_null() & (pl.col(column) != ""))
    if not told.height:
        return "", 0.0
    counted = told.group_by(column).len().sort("len", column, descending=[True, False])
    return str(counted[column][0]), float(counted["len"][0]) / group.height


def _within(moments: pl.Series) -> float:
    """Give the largest share of items that were accepted within two hours."""
    stamps = moments.dt.timestamp("us").to_numpy()
    ends = stamps.searchsorted(stamps + int(HOUR.total_seconds() * 1_000_000), side="right")
    return float((ends - range(len(stamps))).max()) / len(stamps)


def _densest(group: pl.DataFrame) -> pl.DataFrame:
    """Give the items of the day around the densest two hours: one hand brings its parcels together, and may send others later."""
    stamps = group["accepted_at"].dt.timestamp("us").to_numpy()
    ends = stamps.searchsorted(stamps + int(HOUR.total_seconds() * 1_000_000), side="right")
    at = int((ends - range(len(stamps))).argmax())
    start, end = stamps[at] - 6 * 3_600_000_000, stamps[at] + 8 * 3_600_000_000
    moments = group["accepted_at"].dt.timestamp("us")
    return group.filter(moments.is_between(int(start), int(end)))
