"""Carrying many messages at once: one thread with an event loop, so that a slow receiver keeps nobody else waiting.

The database is asked in the caller's thread only; jobs go in, outcomes come back through a queue.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from queue import Empty, Queue
from types import TracebackType
from typing import Self

import httpx
from django.core.mail import EmailMessage

from buuan.base.dispatch.actions.delivering import AT_ONCE, Job, Outcome
from buuan.base.dispatch.delivery.guard import ForbiddenAddress, place_of
from buuan.base.dispatch.messages import mail_text, short_text, subject_line, webhook_body
from buuan.base.dispatch.sms import gateway
from buuan.kit import webhook

TIMEOUT_S = 10.0
"""How long a receiver may take in all, from asking for its name to the end of its answer."""

MOST = 128
"""How many messages are on their way at the same time."""

LONGEST_ANSWER = 65_536


class Carrier:
    """Carries messages in a thread of its own; use it as a context."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="dispatch-carrier", daemon=True)
        self._done: Queue[Outcome] = Queue()
        self._busy: Counter[int] = Counter()
        self.on_the_way = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._client = asyncio.run_coroutine_threadsafe(_client(), self._loop).result()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        asyncio.run_coroutine_threadsafe(self._client.aclose(), self._loop).result(TIMEOUT_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(TIMEOUT_S)

    @property
    def room(self) -> int:
        """How many more messages may be on their way."""
        return MOST - self.on_the_way

    @property
    def busy(self) -> list[int]:
        """The endpoints that have as many messages on the way as they get at once."""
        return [endpoint for endpoint, count in self._busy.items() if count >= AT_ONCE]

    def take(self, job: Job) -> None:
        """Send a message on its way."""
        self.on_the_way += 1
        if job.endpoint is not None:
            self._busy[job.endpoint] += 1
        asyncio.run_coroutine_threadsafe(self._carry(job), self._loop)

    def outcomes(self, wait_s: float) -> list[Outcome]:
        """Give what has come back; waits for the first, at most so long."""
        found: list[Outcome] = []
        try:
            found.append(self._done.get(timeout=wait_s))
            while True:
                found.append(self._done.get_nowait())
        except Empty:
            pass
        for one in found:
            self.on_the_way -= 1
            if one.job.endpoint is not None:
                self._busy[one.job.endpoint] -= 1
        return found

    async def _carry(self, job: Job) -> None:
        started = time.perf_counter()
        result, status, note = "unreachable", None, ""
        try:
            if job.dropped:
                result = "cancelled"
            elif job.channel == "webhook":
                async with asyncio.timeout(TIMEOUT_S):
                    status = await self._post(job)
                result = "delivered" if 200 <= status < 300 else "status"
            elif job.channel == "email":
                await asyncio.to_thread(_mail, job)
                result = "delivered"
            else:
                result = await asyncio.to_thread(_short_message, job)
        except (TimeoutError, httpx.TimeoutException):
            result = "timeout"
        except ForbiddenAddress as error:
            result, note = "forbidden_address", str(error)
        except (httpx.HTTPError, OSError) as error:
            note = type(error).__name__  # the words of the error may name inner addresses
        except Exception as error:
            # A fault of ours must come back as an outcome too, or the place on the way would never be free again.
            note = f"lỗi: {type(error).__name__}"
        took = int((time.perf_counter() - started) * 1000)
        self._done.put(Outcome(job, result, status, took, note, gone=status == 410))

    async def _post(self, job: Job) -> int:
        place = await asyncio.to_thread(place_of, job.target)
        body = webhook_body(job.told[0])
        address = f"[{place.address}]" if ":" in place.address else place.address
        headers = {
            "host": f"{place.host}:{place.port}" if place.port not in (80, 443) else place.host,
            "content-type": "application/json; charset=utf-8",
            "user-agent": "buuan-webhook",
            **webhook.headers(job.secrets, job.message_id, int(time.time()), body),
        }
        request = self._client.build_request(
            "POST",
            f"{place.scheme}://{address}:{place.port}{place.path}",
            content=body,
            headers=headers,
            extensions={"sni_hostname": place.host},
        )
        answer = await self._client.send(request, stream=True)
        try:
            size = 0
            async for chunk in answer.aiter_raw():
                size += len(chunk)
                if size > LONGEST_ANSWER:
                    break
            return answer.status_code
        finally:
            await answer.aclose()


async def _client() -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=MOST, max_keepalive_connections=MOST // 2, keepalive_expiry=15)
    return httpx.AsyncClient(timeout=TIMEOUT_S, limits=limits, follow_redirects=False, trust_env=False)


def _mail(job: Job) -> None:
    headers = {"Message-ID": f"<{job.message_id}@buuan>"}
    EmailMessage(subject_line(job.told), mail_text(job.told), to=[job.target], headers=headers).send()


def _short_message(job: Job) -> str:
    sender = gateway()
    if sender is None:
        return "no_gateway"
    sender.send(job.target, short_text(job.told[0]), job.message_id)
    return "delivered"
