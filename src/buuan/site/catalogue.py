"""The catalogues of the screen's languages: what must be translated, what is not yet, and the compiled form that Django reads.

Vietnamese is the source language, so that a message is its own Vietnamese text (docs/decisions/0007). Everything here works with
Django and Babel alone; the gettext tools of the operating system are not needed.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from buuan.kit.flow import Flow
from buuan.kit.proof import Proof
from buuan.kit.right import Right

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "locale"
SKIPPED = {"tests", "migrations", "node_modules"}

_PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

Key = tuple[str | None, str, str | None]
"""A message as gettext knows it: context or None, text, text of the plural or None."""

_GETTEXT = {"gettext": "text", "ngettext": "text plural", "pgettext": "context text", "npgettext": "context text plural"}
_GETTEXT |= {f"{name}_lazy": shape for name, shape in _GETTEXT.items()} | {"gettext_noop": "text"}
"""What the first arguments of a call of gettext are."""

# The calls that Django writes in place of a template's tags, as Babel wants to know them.
_TEMPLATE_CALLS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}

TABLES = (
    "buuan.kit.right:ROLES",
    "buuan.base.access.registry:all_rights",
    "buuan.base.places.models:Area.LEVELS",
    "buuan.base.places.models:AreaSuccession.SHARES",
    "buuan.base.organisations.models:KINDS",
    "buuan.base.organisations.models:UNIT_TYPES",
    "buuan.base.organisations.models:Contact.PURPOSES",
    "buuan.base.attempts.models:OUTCOMES",
    "buuan.base.clocks.models:SEVERITIES",
    "buuan.base.clocks.models.calendar:DAY_KINDS",
    "buuan.base.clocks.models.ladders:ANCHORS",
    "buuan.base.clocks.rules:UNITS",
    "buuan.base.clocks.climbing:WHOM",
    "buuan.base.dispatch.models:ASKS",
    "buuan.base.dispatch.models:VIA",
    "buuan.base.dispatch.models:CHANNELS",
    "buuan.base.dispatch.models:MANNERS",
    "buuan.base.dispatch.models:STATES",
    "buuan.base.dispatch.models:OUTCOMES",
    "buuan.base.dispatch.models:CALL_RESULTS",
    "buuan.base.dispatch.rules:ANCHORS",
    "buuan.base.dispatch.rules:WHOM",
    "buuan.registers.law.reading:FORMS",
    "buuan.registers.law.reading:LIMIT_KINDS",
    "buuan.registers.law.reading:MARKS",
    "buuan.registers.items.rules:GROUNDS",
    "buuan.registers.items.rules:END_REASONS",
    "buuan.registers.items.rules:MANIFEST_STATES",
    "buuan.registers.items.rules:HIT_STATES",
    "buuan.registers.items.rules:FLAGGED",
    "buuan.registers.items.rules:EVENTS",
    "buuan.registers.items.rules:UPLOAD_STATES",
    "buuan.registers.items.rules:PARTIES",
    "buuan.work.screening.presenters:CLASSES",
    "buuan.registers.items.reading.quality:SAYS",
    "buuan.registers.goods.rules:ROLES",
    "buuan.registers.goods.rules:STRENGTHS",
    "buuan.registers.goods.rules:STRENGTH_NAMES",
    "buuan.registers.goods.rules:KINDS",
    "buuan.registers.goods.rules:ORIGINS",
    "buuan.registers.goods.rules:TERM_FLOW",
    "buuan.work.cases.rules:CASE_FLOW",
    "buuan.work.cases.rules:REFERRAL_FLOW",
    "buuan.work.cases.rules:OUTCOMES",
    "buuan.work.cases.rules:NOTE_LEVELS",
    "buuan.work.cases.rules:MARKINGS",
    "buuan.work.cases.models:Participant.ROLES",
    "buuan.work.cases.rules:SIGHTS",
    "buuan.work.cases.rules:KINDS",
    "buuan.work.cases.rules:KIND_MARKS",
    "buuan.work.cases.rules:PARTS",
    "buuan.work.cases.rules:CLOCK_TASKS",
    "buuan.work.cases.rules:DONE_BY",
    "buuan.work.cases.rules:TASK_FLOW",
    "buuan.work.cases.rules:LABELS",
    "buuan.work.cases.rules:BULK_ACTS",
    "buuan.work.cases.rules:LINKS",
    "buuan.work.cases.rules:EVENT_WAYS",
    "buuan.base.files.rules.kinds:GROUPS",
    "buuan.work.custody.rules:HAND_OVER_FLOW",
    "buuan.work.custody.rules:EVENTS",
    "buuan.work.custody.rules:DISPOSALS",
    "buuan.work.custody.rules:ROLES",
    "buuan.work.custody.models:Exhibit.STATES",
    "buuan.work.custody.models:HandOver.SIDES",
    "buuan.work.interdiction.rules:GROUNDS",
    "buuan.work.interdiction.rules:NARROWING",
    "buuan.work.interdiction.rules:DECIDERS",
    "buuan.work.interdiction.rules:ORDER_FLOW",
    "buuan.work.interdiction.rules:ASKS",
    "buuan.work.interdiction.rules:ITEM_STATES",
    "buuan.work.interdiction.rules:HINDERS",
    "buuan.work.interdiction.rules:MISSES",
    "buuan.work.interdiction.rules:SIDES",
    "buuan.work.interdiction.rules:WAYS",
    "buuan.work.interdiction.rules:FOUND_BY",
    "buuan.work.interdiction.rules:SOURCES",
    "buuan.work.interdiction.rules:END_REASONS",
    "buuan.work.interdiction.rules:RIGHTFUL",
    "buuan.work.interdiction.models:VERBS",
    "buuan.work.interdiction.models:Amendment.STATES",
    "buuan.work.interdiction.screen:EVENTS",
    "buuan.work.requests.rules:REQUEST_FLOW",
    "buuan.work.requests.rules:PART_STATES",
    "buuan.work.requests.rules:KINDS",
    "buuan.work.requests.rules:COMPLAINTS",
    "buuan.work.requests.rules:COMPLAINT_OUTCOMES",
    "buuan.work.requests.rules:WANTED",
    "buuan.work.requests.rules:DECLINES",
    "buuan.work.requests.models:VERBS",
    "buuan.work.requests.screen:EVENTS",
    "buuan.work.intake.rules:REPORT_FLOW",
    "buuan.work.intake.rules:SIGNS",
    "buuan.work.intake.rules:WHY_KINDS",
    "buuan.work.intake.models:SuspicionReport.SOURCES",
    "buuan.work.intake.models:Routing.ROLES",
    "buuan.work.intake.models:ReportPhoto.KINDS",
    "buuan.work.tips.rules:TIP_FLOW",
    "buuan.work.tips.rules:DECLINE_REASONS",
    "buuan.work.tips.models:SealingKey.PURPOSES",
    "buuan.work.tips.models:IdentityOpening.STATES",
    "buuan.work.clusters.rules:STATES",
    "buuan.work.clusters.rules:LINKS",
    "buuan.oversight.duties.rules:DIRECTIVE_FLOW",
    "buuan.oversight.duties.rules:STATES",
    "buuan.oversight.duties.proposal:CADENCES",
    "buuan.oversight.duties.registry:all_proof",
)
"""Tables whose Vietnamese words rules and records take as they stand and pages show through gettext (`buuan.base.web.words`)."""


def messages() -> dict[Key, list[str]]:
    """Give every message of the package's templates, Python files and declared tables, each with the places where it stands."""
    found: dict[Key, list[str]] = {}
    for key, place in (*_of_templates(), *_of_python(), *_of_tables()):
        places = found.setdefault(key, [])
        if place not in places:
            places.append(place)
    return found


def catalogue(language: str) -> Catalog:
    """Give the catalogue of a language as it stands in the source, with its obsolete entries."""
    with _po(language).open("rb") as file:
        return read_po(file, locale=language, domain="django", abort_invalid=True)


def gaps(language: str = "en") -> list[str]:
    """List what keeps a catalogue from being complete: messages untranslated, fuzzy, with other placeholders, or no longer used."""
    wanted, have = messages(), catalogue(language)
    entries = {_key(entry.context, entry.id): entry for entry in have if entry.id}
    faults = []
    for key, places in wanted.items():
        entry = entries.get(key)
        texts = (entry.string if isinstance(entry.string, tuple) else (entry.string,)) if entry else ()
        if not texts or not all(texts):
            faults.append(f"untranslated: {key[1]!r} ({places[0]})")
        elif entry is not None and entry.fuzzy:
            faults.append(f"fuzzy: {key[1]!r} ({places[0]})")
        elif entry is not None:
            faults += [f"wrong: {key[1]!r}: {error}" for error in entry.check(have)]
            faults += [f"placeholders: {key[1]!r}: {text!r}" for text in texts if _places(text) != _places(key[1])]
    faults += [f"obsolete: {key[1]!r}" for key in entries if key not in wanted]
    faults += [f"obsolete: {entry.id!r}" for entry in have.obsolete.values()]
    return faults


def compile_catalogues() -> list[Path]:
    """Compile each catalogue that is newer than its compiled form, or has none; gives the files written.

    A file is put in place whole, since several processes of a test run or of a server may start at once.
    """
    written = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        with contextlib.suppress(FileNotFoundError):
            if target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
                continue
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".mo-")
        with source.open("rb") as po, os.fdopen(handle, "wb") as mo:
            write_mo(mo, read_po(po, locale=source.parts[-3], domain=source.stem, abort_invalid=True))
        Path(name).chmod(0o644)
        Path(name).replace(target)
        written.append(target)
    return written


def _po(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _key(context: str | None, text: str | tuple[str, ...] | list[str]) -> Key:
    return (context, text, None) if isinstance(text, str) else (context, text[0], text[1])


def _places(text: str) -> set[str]:
    """Give the places of a message that values fill: `%(n)s` of gettext and `{n}` of what scripts fill in."""
    return set(_PLACE.findall(text))


def _files(pattern: str) -> Iterator[tuple[Path, str]]:
    for path in sorted(PACKAGE.rglob(pattern)):
        inside = path.relative_to(PACKAGE)
        if not SKIPPED.intersection(inside.parts):
            yield path, inside.as_posix()


def _of_templates() -> Iterator[tuple[Key, str]]:
    for path, place in _files("*.html"):
        # Django blanks out whatever is not a message; the blanks that are left at the front of a line are no indentation.
        source = "\n".join(line.lstrip() for line in templatize(path.read_text(encoding="utf-8"), origin=place).split("\n"))
        file = io.BytesIO(source.encode())
        for _line, text, _comments, context in extract("python", file, _TEMPLATE_CALLS, options={"encoding": "utf-8"}):
            yield _key(context, text), place


def _of_python() -> Iterator[tuple[Key, str]]:
    for path, place in _files("*.py"):
        source = path.read_text(encoding="utf-8")
        if "django.utils.translation" not in source:
            continue
        tree = ast.parse(source)
        # A module may call gettext by a name of its own; only what it imports as such marks a message there.
        keywords = {
            one.asname or one.name: _GETTEXT[one.name]
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
            for one in node.names
            if one.name in _GETTEXT
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords:
                key = _read(node, keywords[node.func.id])
                if key:
                    yield key, place


def _read(call: ast.Call, shape: str) -> Key | None:
    """Give the message that a call states; None for one that translates a value, whose words stand in a table."""
    parts: dict[str, str] = {}
    for part, given in zip(shape.split(), call.args, strict=False):
        if not (isinstance(given, ast.Constant) and isinstance(given.value, str)):
            return None
        parts[part] = given.value
    return (parts.get("context"), parts["text"], parts.get("plural")) if "text" in parts else None


def _of_tables() -> Iterator[tuple[Key, str]]:
    for name in TABLES:
        table = resolve_name(name)
        place = name.split(":")[0].removeprefix("buuan.").replace(".", "/")
        for text in _words(table() if callable(table) else table):
            yield (None, text, None), place


def _words(table: Any) -> Iterator[str]:
    """Give the words of a table that people read: names of states and steps, titles of rights, sentences of proof, plain values."""
    match table:
        case str():
            yield table
        case Flow():
            yield from table.states.values()
            yield from (step.name for step in table.steps)
        case Right():
            yield table.title
        case (str(), Proof() as proof):
            yield proof.when
        case Mapping():
            for value in table.values():
                yield from _words(value)
        case tuple() | list():
            for one in table:
                yield from _words(one)
        case _:
            raise TypeError(f"a table of words holds {table!r}")
