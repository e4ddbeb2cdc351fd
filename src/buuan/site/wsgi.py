"""The web application as a server sees it."""

import contextlib
import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.signals import request_finished
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buuan.site.settings")
gc.disable()  # until all is loaded: looking for garbage among what stays costs a fifth of the start
_house = get_wsgi_application()

from buuan.site.threads import serving  # noqa: E402 - the rooms must be set up first
from buuan.site.tipline.door import TipLine, is_for_tip_line  # noqa: E402

_tip_line = TipLine()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Send the public's tips to their own site, before anything of the house sees who asks."""
    answer = _tip_line if is_for_tip_line(environ.get("PATH_INFO", "")) else _house
    with serving:
        return answer(environ, start_response)


def _warm() -> None:
    """Load the catalogue and its compiled kernel before the first clerk waits for them."""
    from django.db import DatabaseError

    from buuan.engine.run import warm
    from buuan.registers.goods.queries import judge

    warm()
    with contextlib.suppress(DatabaseError):  # before the first set-up there is no register: the package's own catalogue holds
        judge("khởi động")


_warm()

# A request must not pay for walking what never changes: what was loaded at start is left out of collection.
gc.enable()
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)

YOUNG, OFTEN = 3_000, 20


def _tidy(**_signal: Any) -> None:
    """Look for garbage when an answer has left: each request leaves a hundred and fifty objects that hold each other.

    Left to the interpreter, fifty thousand of them were looked through in the midst of some request, for a tenth of a second.
    """
    young, times, _rest = gc.get_count()
    if young > YOUNG:
        gc.collect(1 if times > OFTEN else 0)


request_finished.connect(_tidy)
