"""Compiled terms as files: one immutable file a version, mapped into memory, shared by all processes that use it.

A file holds the arrays of the kernel as they lie in memory, and what people are shown (words, law, advice) as JSON that is
read when it is first asked for; nothing in it is code. Its name carries the version of the terms, which every verdict names,
and a hash of the engine's sources, because other sources may lay the same terms out otherwise. A file is written whole, and
replaced or removed but never written over: a process that has it mapped goes on with what it mapped.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import mmap
import os
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, cast

import numpy as np

from buuan.engine.artefact import LAYOUT, Artefact, build
from buuan.engine.catalogue import DATA, Category, Law
from buuan.engine.kernel.compiled import cache_homes
from buuan.engine.terms import Hidden, Pattern, Rule, Terms, compile_terms
from buuan.kit.errors import Refused

HERE = Path(__file__).parent
MAGIC = b"BUUANTERMS1\n"
ALIGNED = 64
ROWS: dict[str, Callable[..., Any]] = {
    "rules": Rule,
    "patterns": Pattern,
    "joined": Pattern,
    "hidden": Hidden,
    "categories": Category,
}
"""What the rows of the fields of `Terms` are, where they are not plain values."""
FLAT = (Rule, Pattern, Hidden)
"""Rows without dictionaries in them: most of a file."""
LAID_OUT_BY = ("artefact", "catalogue", "characters", "everyday", "letters", "slips", "store", "syllables", "terms", "words")
"""The modules that decide what stands in a file."""
MOST_KEPT = 8
"""Versions whose arrays one process keeps at hand: a replay asks for few at a time."""

_KEPT: OrderedDict[str, Artefact] = OrderedDict()


# The engine's way in


def shipped_terms() -> Terms:
    """Give the terms of the catalogue in the package."""
    return _shipped()


def artefact_of(terms: Terms) -> Artefact:
    """Give the arrays of any terms, laid out once a process and version."""
    found = _KEPT.get(terms.version)
    if found is None:
        _keep(found := build(terms))
    return found


def artefact_for(terms: Terms, folder: Path) -> Path:
    """Give the file of these terms in `folder`, written if it is not there: whole or not at all. Raises OSError."""
    path = folder / file_name(terms.version)
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        _write(path, pack(terms, artefact_of(terms)))
    return path


def terms_of(version: str, folder: Path) -> Terms:
    """Give the terms of a version whose file lies in `folder`; raises Refused when it does not."""
    path = folder / file_name(version)
    try:
        return load(path)
    except OSError as error:
        raise Refused("catalogue.unknown_version", f"Không có bản dịch của danh mục {version}.", version=version) from error


def keep_version(terms: Terms, path: Path) -> Terms:
    """Write compiled terms to `path`, whole or not at all; a register keeps its versions so. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(path, pack(terms, artefact_of(terms)))
    return terms


def kept_version(version: str, path: Path) -> Terms | None:
    """Give the terms that `keep_version` wrote; None when they are not there, are damaged, or another engine wrote them."""
    with contextlib.suppress(OSError, ValueError):
        return load(path, version)
    return None


def load(path: Path, version: str = "") -> Terms:
    """Map a file and give its terms; raises OSError when it is not there and ValueError when it is not such a file.

    It is not if another engine wrote it, or if it holds another version than the one that is asked for.
    """
    file = _Mapped(path)
    if file.header["engine"] != engine_hash() or version not in ("", file.header["version"]):
        raise ValueError(f"{path} holds terms {file.header['version']} of engine {file.header['engine']}")
    terms = _Stored.__new__(_Stored)
    object.__setattr__(terms, "_file", file)
    object.__setattr__(terms, "version", file.header["version"])
    _keep(Artefact(terms.version, file.arrays(), file))
    return terms


def file_name(version: str) -> str:
    """Give the name of the file of a version, for the sources of this engine."""
    return f"terms-{version}-{engine_hash()}.buuan"


def _keep(artefact: Artefact) -> None:
    _KEPT[artefact.version] = artefact
    while len(_KEPT) > MOST_KEPT:
        _KEPT.popitem(last=False)


# The package's own catalogue


@functools.cache
def engine_hash() -> str:
    """Hash the sources that the layout of a file depends on."""
    return _hash(HERE / f"{name}.py" for name in LAID_OUT_BY)[:12]


@functools.cache
def fingerprint() -> str:
    """Hash everything that the package's compiled catalogue is made from."""
    return _hash([*DATA.rglob("*.yaml"), *DATA.glob("*.txt"), *(HERE / f"{name}.py" for name in LAID_OUT_BY)])[:20]


def _hash(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


@functools.cache
def _shipped() -> Terms:
    """Give the package's terms, from disk if they lie there, once a process.

    They lie next to the sources, or in the user's cache folder when those cannot be written; without either, they are
    compiled anew in each process.
    """
    name = f"catalogue-{fingerprint()}.buuan"
    for place in cache_homes():
        with contextlib.suppress(OSError, ValueError):
            return load(place / name)
    terms = compile_terms(DATA)
    content = pack(terms, artefact_of(terms))
    for place in cache_homes():
        with contextlib.suppress(OSError):
            place.mkdir(parents=True, exist_ok=True)
            _write(place / name, content)
            for old in [*place.glob("catalogue-*.buuan"), *place.glob("catalogue-*.pickle")]:
                if old.name != name:
                    old.unlink(missing_ok=True)
            break
    return terms


# The file


def pack(terms: Terms, artefact: Artefact) -> bytes:
    """Lay terms and arrays out as one file: magic, length of the header, header in JSON, and the parts, each aligned."""
    parts: list[tuple[str, str, list[int], bytes]] = [
        (f"array.{name}", kind, list(artefact.arrays[name].shape), np.ascontiguousarray(artefact.arrays[name]).tobytes())
        for name, kind, _ in LAYOUT
    ]
    for field in fields(terms):
        if field.name != "version":
            parts.append((field.name, "", [], _written(getattr(terms, field.name)).encode("utf-8", "surrogatepass")))
    index, at = {}, 0
    for name, kind, shape, content in parts:
        index[name] = [at, len(content), kind, shape]
        at += -(-len(content) // ALIGNED) * ALIGNED
    header = json.dumps({"version": terms.version, "engine": engine_hash(), "parts": index}).encode()
    begin = MAGIC + len(header).to_bytes(8, "little") + header
    out = bytearray(begin + bytes(-len(begin) % ALIGNED))
    for *_, content in parts:
        out += content + bytes(-len(content) % ALIGNED)
    return bytes(out)


class _Mapped:
    """A file of terms in memory; it stays mapped as long as anything of it is used."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            self.memory = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        begin = len(MAGIC) + 8
        if self.memory[: len(MAGIC)] != MAGIC:
            raise ValueError(f"{path} is no file of terms")
        size = int.from_bytes(self.memory[len(MAGIC) : begin], "little")
        self.header = json.loads(self.memory[begin : begin + size])
        self.begin = -(-(begin + size) // ALIGNED) * ALIGNED
        last = max(at + length for at, length, _, _ in self.header["parts"].values())
        if self.begin + last > len(self.memory):
            raise ValueError(f"{path} is cut short")

    def arrays(self) -> dict[str, np.ndarray]:
        """Give the kernel's arrays as they lie in the file."""
        out = {}
        for name, _, _ in LAYOUT:
            at, length, kind, shape = self.header["parts"][f"array.{name}"]
            wanted = np.dtype(kind)
            flat = np.frombuffer(self.memory, wanted, length // wanted.itemsize, self.begin + at)
            out[name] = flat.reshape(shape)
        return out

    def field(self, name: str) -> Any:
        """Read one field of `Terms`; raises KeyError when the file has none of that name."""
        at, length, _, _ = self.header["parts"][name]
        text = self.memory[self.begin + at : self.begin + at + length].decode("utf-8", "surrogatepass")
        value = _back(json.loads(text))
        if name in ROWS:
            value = tuple(ROWS[name](*row) for row in value)
        return value


class _Stored(Terms):
    """Terms whose fields are read from their file when they are first asked for."""

    __slots__ = ("_file",)
    _file: _Mapped

    def __getattr__(self, name: str) -> Any:
        if name == "_file":
            raise AttributeError(name)
        try:
            value = self._file.field(name)
        except KeyError as error:
            raise AttributeError(name) from error
        object.__setattr__(self, name, value)
        return value

    def __reduce__(self) -> tuple[Callable[..., Terms], tuple[Any, ...]]:
        return _rebuilt, tuple(getattr(self, field.name) for field in fields(Terms))

    __hash__ = Terms.__hash__


def _rebuilt(*values: Any) -> Terms:
    return Terms(*values)


def _written(value: Any) -> str:
    """Write a value as JSON from which `_back` gives it again; tuples become lists."""
    if isinstance(value, tuple) and value and type(value[0]) in FLAT:
        value = list(map(attrgetter(*_field_names(cast(Hashable, type(value[0])))), value))
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    """Give what JSON can hold of a value that it cannot hold as it is."""
    names = _field_names(cast(Hashable, type(value)))
    if names:
        row = [_plain(one) if isinstance(one, dict) else one for one in (getattr(value, name) for name in names)]
        return {"law": row} if type(value) is Law else row
    if isinstance(value, (set, frozenset)):
        return {"set": sorted(value, key=str)}
    if isinstance(value, dict):
        return {"map": list(value.items())}
    return value


@functools.cache
def _field_names(kind: Any) -> tuple[str, ...]:
    """Give the names of a data class's fields, none for any other class."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _back(value: Any) -> Any:
    """Give what `_plain` was given: lists are tuples."""
    kind = type(value)
    if kind is list:
        return tuple(_back(v) if type(v) is list or type(v) is dict else v for v in value)
    if kind is dict:
        if "law" in value:
            return Law(*_back(value["law"]))
        return frozenset(_back(value["set"])) if "set" in value else dict(_back(value["map"]))
    return value


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it appears whole or not at all."""
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".terms-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.replace(part, path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
