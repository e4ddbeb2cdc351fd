"""The web application as a server sees it."""

import contextlib
import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buuan.site.settings")
application = get_wsgi_application()


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
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
