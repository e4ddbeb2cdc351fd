"""The browser of the machine, and the screens that tests look at pages on."""

from __future__ import annotations

from pathlib import Path

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]


def chromium() -> str:
    """Give the browser of the machine."""
    for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"):
        if Path(path).exists():
            return path
    raise RuntimeError("no browser: `make browser` installs one")
