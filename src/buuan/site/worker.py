"""The job worker: procrastinate on the same PostgreSQL with the periodic jobs of every room, and the threads of dispatch."""

from __future__ import annotations

import threading

from django.utils.module_loading import autodiscover_modules
from procrastinate.contrib.django import app

from buuan.base.dispatch.jobs import start_dispatch
from buuan.kit.loading import loading


def run_worker() -> None:
    """Work until told to stop; jobs of all queues, a few at a time.

    Messages do not go through the job queue: they are rows already, and a try each is all that a queue would add.
    """
    with loading():
        autodiscover_modules("jobs")
    stop = threading.Event()
    threads = start_dispatch(stop)
    try:
        app.with_connector(app.connector.get_worker_connector()).run_worker(
            concurrency=4, fetch_job_polling_interval=1.0, delete_jobs="successful"
        )
    finally:
        stop.set()
        for one in threads:
            one.join(timeout=2)
