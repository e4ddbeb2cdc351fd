"""How many pages a web process serves at a time, whatever the number of its threads: most of them only hold open streams."""

from __future__ import annotations

import threading

PAGES = 8

serving = threading.BoundedSemaphore(PAGES)
"""Held while a page is made; a stream lets go of it when its first byte can leave."""
