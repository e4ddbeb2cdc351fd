"""The job worker: procrastinate on the same PostgreSQL, with the periodic jobs of every room."""

from __future__ import annotations

from procrastinate.contrib.django import app


def run_worker() -> None:
    """Work until told to stop; jobs of all queues, a few at a time."""
    app.with_connector(app.connector.get_worker_connector()).run_worker(
        concurrency=4, fetch_job_polling_interval=1.0, delete_jobs="successful"
    )
