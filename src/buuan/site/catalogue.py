"""The catalogues of the screen's languages: what must be translated, what is not yet, and the compiled form that Django reads.

Vietnamese is the source language, so that a message is its own Vietnamese text (docs/decisions/0007). Everything here works with
Django and Babel alone; the gettext tools of the operating system are not needed.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.module_loading import import_string
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "locale"
SKIPPED = {"tests", "migrations", "node_modules"}

Key = tuple[str | None, str, str | None]
"""A message as gettext knows it: context or None, text, text of the plural or None."""

# Where a call's texts stand: context ("1c"), singular, plural.
_GETTEXT = {
    "gettext": (1,),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_GETTEXT |= {f"{name}_lazy": places for name, places in _GETTEXT.items()} | {"gettext_noop": (1,)}

TABLES: tuple[str, ...] = ()
"""Tables of pure modules that know no Django: their words are shown through gettext, so they belong to the catalogue too."""


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
    """List what keeps a catalogue from being complete: messages untranslated, fuzzy, with lost places, or no longer used."""
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


def _files(pattern: str) -> Iterator[tuple[Path, str]]:
    for path in sorted(PACKAGE.rglob(pattern)):
        inside = path.relative_to(PACKAGE)
        if not SKIPPED.intersection(inside.parts):
            yield path, inside.as_posix()


def _calls(source: str, keywords: dict[str, tuple]) -> Iterator[tuple[Key, int]]:
    """Give the messages of the calls in a text of Python, with their lines."""
    file = io.BytesIO(source.encode())
    for line, text, _comments, context in extract("python", file, keywords, options={"encoding": "utf-8"}):
        yield _key(context, text), line


def _of_templates() -> Iterator[tuple[Key, str]]:
    for path, place in _files("*.html"):
        # Django blanks out whatever is not a message; the blanks that are left at the front of a line are no indentation.
        source = "\n".join(line.lstrip() for line in templatize(path.read_text(encoding="utf-8"), origin=place).split("\n"))
        for key, _line in _calls(source, _GETTEXT | {"_": (1,)}):
            yield key, place


def _of_python() -> Iterator[tuple[Key, str]]:
    for path, place in _files("*.py"):
        source = path.read_text(encoding="utf-8")
        if "django.utils.translation" not in source:
            continue
        # A module may call gettext by a name of its own; only what it imports as such marks a message there.
        keywords = {
            one.asname or one.name: _GETTEXT[one.name]
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
            for one in node.names
            if one.name in _GETTEXT
        }
        for key, _line in _calls(source, keywords):
            yield key, place


def _of_tables() -> Iterator[tuple[Key, str]]:
    for path in TABLES:
        for text in _words(import_string(path)):
            yield (None, text, None), path


def _words(table: object) -> Iterator[str]:
    """Give the words of a table: the values of a mapping, the names of pairs, at any depth."""
    if isinstance(table, str):
        yield table
    elif isinstance(table, dict):
        for value in table.values():
            yield from _words(value)
