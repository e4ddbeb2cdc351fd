"""The web application as a server sees it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buuan.site.settings")
application = get_wsgi_application()

# A request must not pay for walking what never changes: what was loaded at start is left out of collection.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
