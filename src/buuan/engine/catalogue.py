"""The goods catalogue: categories with their law, and the rows of words that point to them.

The shipped files stand in `data/`: `goods_catalogue.yaml` (categories, with hints) and `terms/*.yaml` (our rows: words,
look-alikes, contexts, each block with source and `verified`). The province's own rows come from the register and have the
same shape; the engine never reads a database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from buuan.kit.errors import Refused
from buuan.kit.fold import inside_sentence

DATA = Path(__file__).parent / "data"

KINDS = ("clear", "advice", "conditional", "prohibited", "export_prohibited", "import_prohibited")
STRENGTHS = ("sure", "plain", "head", "weak")
"""How much one hit proves: `sure` anywhere, `plain` unless a damping word stands by, `head` only as the thing that is
sent (at the head of a clause), `weak` only together with one of its contexts."""


@dataclass(frozen=True, slots=True)
class Law:
    """One legal basis; `verified` is false when it was written from memory, and then never goes onto a paper as settled."""

    doc: str
    article: str = ""
    verified: bool = False

    def __str__(self) -> str:
        """Give the basis as people cite it; an unverified one says so."""
        name = self.doc if not self.article else f"{self.doc}, {self._article()}"
        return name if self.verified else f"{name} (chưa kiểm chứng)"

    def _article(self) -> str:
        """Write a bare number such as `7.2` as "Điều 7 khoản 2"; a described place stays as it is."""
        parts = self.article.split(".")
        if all(p.isdigit() for p in parts) and len(parts) <= 2:
            return f"Điều {parts[0]}" + (f" khoản {parts[1]}" if len(parts) == 2 else "")
        return self.article if not self.article[0].isdigit() else f"Điều {self.article}"


@dataclass(frozen=True, slots=True)
class Category:
    """One group of goods (nhóm hàng) as the catalogue describes it."""

    code: str
    name: str
    kind: str
    ground: str
    severity: str
    route_to: tuple[str, ...]
    legal_basis: tuple[Law, ...]
    automatic: bool = True
    condition: str = ""
    advice: str = ""

    @property
    def family(self) -> str:
        """Give the part of the code before the underscore: look-alikes of our own rows hold for the whole family."""
        return self.code.split("_")[0]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of words (từ nhận diện, ngoại lệ, ngữ cảnh), dated and sourced as the register keeps it.

    `role`: `term`, `look_alike`, `context`, `damper`, `neutral` or `break`. For a term: `category`, `strength`, an own `kind`
    if it differs from the category's, `contexts` (for weak terms). For a look-alike: `scope` are the category codes that it
    silences ("*" = all). For contexts and dampers: `group`; `side` is where a damper stands (`before`, `after`, or
    `anywhere` outside the term, in whatever clause), `reach` how many words
    away it still works (0 = the whole clause), `level` the strongest strength it silences.
    """

    role: str
    text: str
    category: str = ""
    strength: str = "plain"
    kind: str = ""
    contexts: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    group: str = ""
    side: str = "before"
    reach: int = 0
    level: str = "plain"
    source: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Categories by code, the rows of words, and which groups of damping words work on which category."""

    version: str
    categories: dict[str, Category]
    rows: tuple[Row, ...]
    damping: dict[str, frozenset[str]] = field(default_factory=dict)
    everyday: frozenset[str] = frozenset()
    """Bare word sequences that everyday texts use for other things (see `everyday.py`)."""
    seen: frozenset[str] = frozenset()
    """Bare words that everyday texts use: none of them is taken for a slip of the pen."""
    stand_ins: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Words of everyday speech, and what people elsewhere or in a hurry write for them: "không", "ko"."""

    def with_rows(self, rows: Iterable[Row]) -> Catalogue:
        """Give this catalogue with more rows, as the register, a bulletin or an import brings them."""
        return replace(self, rows=(*self.rows, *rows))

    def only(self, keep: Iterable[Row]) -> Catalogue:
        """Give the same categories with exactly these rows."""
        return replace(self, rows=tuple(keep))


def load_catalogue(path: str | Path | None = None) -> Catalogue:
    """Read the catalogue from a folder laid out as `data/` (default: the shipped one); raises Refused on a broken file."""
    folder = Path(path) if path is not None else DATA
    base = _yaml(folder / "goods_catalogue.yaml")
    categories = {g["code"]: _category(g) for g in base["goods"]}
    hints = {_key(row): row for goods in base["goods"] for row in _base_rows(goods)}
    rows: dict[tuple[str, ...], Row] = {}
    kinds: dict[str, str] = {}
    damping: dict[str, frozenset[str]] = {}
    advice: dict[str, str] = {}
    stand_ins: dict[str, tuple[str, ...]] = {}
    for file in sorted((folder / "terms").glob("*.yaml")):
        content = _yaml(file)
        where = f"{file.name}"
        for block in content.get("terms", []):
            for row in _block_rows(block, content, categories, where):
                hints.pop(_key(row), None)
                hints.pop(("look_alike", row.category, row.text.casefold()), None)
                rows[*_key(row), row.kind, row.strength, *row.contexts] = row
            for text in _items(block.get("dropped", [])):
                hints.pop(("term", block["category"], text.casefold()), None)
        for row in _word_rows(content):
            rows[_key(row)] = row
        for names, groups in content.get("damping", {}).items():
            for name in names.split():
                damping[name] = frozenset(groups.split())
        advice.update(content.get("advice", {}))
        stand_ins.update({word: tuple(_items(others)) for word, others in content.get("stand_ins", {}).items()})
        kinds.update(content.get("hint_kinds", {}))
    hints = {key: replace(row, kind=kinds.get(row.category, "")) for key, row in hints.items()}
    categories = {code: _advised(c, advice) for code, c in categories.items()}
    everyday, seen = _lines(folder / "everyday.txt"), _lines(folder / "seen.txt")
    return Catalogue(str(base["version"]), categories, (*hints.values(), *rows.values()), damping, everyday, seen, stand_ins)


def _lines(file: Path) -> frozenset[str]:
    """Read a list of words, one a line; a file that is not there is an empty one."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _yaml(file: Path) -> dict[str, Any]:
    """Read one YAML file; raises Refused with the file's name when it cannot be read."""
    try:
        with file.open(encoding="utf-8") as stream:
            return yaml.load(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}  # noqa: S506
    except (OSError, yaml.YAMLError) as error:
        raise Refused("catalogue.unreadable", f"Không đọc được tệp danh mục {file.name}.", file=file.name) from error


def _key(row: Row) -> tuple[str, ...]:
    """Give what a hint and our own row share when they speak of the same word: then ours replaces the hint."""
    return (row.role, row.category or row.group or ",".join(row.scope), row.text.casefold())


def _category(goods: dict[str, Any]) -> Category:
    """Make a category of its entry in the catalogue."""
    laws = tuple(Law(b["doc"], str(b.get("article") or ""), bool(b.get("verified"))) for b in goods["legal_basis"])
    return Category(
        goods["code"],
        goods["name_vi"],
        goods["kind"],
        goods["ground"],
        goods["severity"],
        tuple(goods["route_to"]),
        laws,
        goods.get("automatic", True),
        goods.get("condition_vi", ""),
    )


def _advised(category: Category, advice: dict[str, str]) -> Category:
    """Give the category its sentence for the clerk: our own wording, else the catalogue's condition."""
    sentence = advice.get(category.code) or category.condition
    if not sentence:
        name = inside_sentence(category.name)
        sentence = f"Không nhận {name}; mời người gửi nhận lại hàng và báo đầu mối tiếp nhận."
    return replace(category, advice=sentence)


def _base_rows(goods: dict[str, Any]) -> Iterable[Row]:
    """Give the catalogue's own hints as rows; a hint of one syllable never flags alone, so it is left out."""
    if not goods.get("automatic", True):
        return  # only a person decides there: what the file lists is for people to read
    source = "danh mục hàng hóa (goods_catalogue.yaml)"
    for text in goods["example_terms_vi"]:
        if len(text.split()) > 1:
            yield Row("term", text, goods["code"], source=source)
    for text in goods["look_alike_benign_vi"]:
        if len(text.split()) > 1:
            yield Row("look_alike", text, scope=(goods["code"],), source=source)


def _block_rows(block: dict[str, Any], content: dict[str, Any], categories: dict[str, Category], where: str) -> Iterable[Row]:
    """Give the rows of one block of a terms file: words by strength, and look-alikes for the family."""
    code = block["category"]
    if code not in categories:
        raise Refused("catalogue.unknown_category", f"Tệp {where} nêu nhóm hàng không có trong danh mục: {code}.", file=where)
    source = block.get("source", content.get("source", ""))
    verified = bool(block.get("verified", content.get("verified", False)))
    kind = block.get("kind", "")
    for strength in ("sure", "plain", "head"):
        for text in _items(block.get(strength, [])):
            yield Row("term", text, code, strength, kind, source=source, verified=verified)
    for weak in block.get("weak", []):
        for text in _items(weak["words"]):
            contexts = tuple(weak["with"].split())
            yield Row("term", text, code, "weak", kind, contexts, source=source, verified=verified)
    scope = tuple(block["benign_for"].split()) if "benign_for" in block else None
    if scope is None:
        family = categories[code].family
        scope = tuple(c.code for c in categories.values() if c.family == family and c.automatic)
    for text in _items(block.get("benign", [])):
        yield Row("look_alike", text, scope=scope, source=source, verified=verified)


def _word_rows(content: dict[str, Any]) -> Iterable[Row]:
    """Give contexts, dampers, neutral words and clause breaks of a terms file."""
    source, verified = content.get("source", ""), bool(content.get("verified", False))
    for group, texts in content.get("contexts", {}).items():
        for text in _items(texts):
            yield Row("context", text, group=group, source=source, verified=verified)
    for group, damper in content.get("dampers", {}).items():
        for text in _items(damper["words"]):
            yield Row(
                "damper",
                text,
                group=group,
                side=damper.get("side", "before"),
                reach=int(damper.get("reach", 0)),
                level=damper.get("level", "plain"),
                source=source,
                verified=verified,
            )
    for text in _items(content.get("compounds", [])):
        yield Row("look_alike", text, scope=("*",), source=source, verified=verified)
    for role in ("neutral", "break"):
        for text in _items(content.get(role, [])):
            yield Row(role, text, group=role, source=source, verified=verified)


def _items(texts: str | list[str]) -> list[str]:
    """Read a list of words written either as a YAML list or as one text with commas."""
    found = texts if isinstance(texts, list) else texts.split(",")
    return [str(t).strip() for t in found if str(t).strip()]
