"""One person walks every address: what is answered, and what of it should not have been."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from buuan.base.access.guard import PUBLIC, SIGNED_IN
from buuan.base.accounts.models import Account
from buuan.base.audit.models import Record
from buuan.base.audit.queries import newest_record
from buuan.kit.actor import Actor
from buuan.site.access.records import CONSTANTS, Subject, filled, foreign_marks, parameters_of, subject_of, words_of

SHUT = (401, 403, 404)
READING = ("exported", "read", "searched", "seen", "opened", "unmasked")
"""Last words of records that reading may leave; any other is an act, and nothing may be done by following a link."""

OPEN_ROOMS = ("law", "places")
"""Reference data, the same for everybody who may read it: their tabs and files are not followed."""

FEW_MARKS = 200
"""Below it is quicker to look for each mark in an answer than to take the answer apart."""

MOST_LINKS = 6
LINKS_A_KEY = 2
# Pages that answer a question in the address: its name, and the field that is asked for. Lists are asked by their search box.
QUESTIONS = {"/tim": ("q", "cases.number"), "/bao-cao/ma": ("item_id", "intake.item_id")}


@dataclass(frozen=True, slots=True)
class Route:
    """One page or endpoint: its method, address with parameters, rule, room, and for endpoints the body that fits."""

    method: str
    address: str
    rule: str | None
    room: str
    view: Any = None
    is_endpoint: bool = False
    body: Any = None
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer: `case` tells about whose record was asked (own, foreign, or `-` for addresses without one)."""

    route: str
    rule: str
    role: str
    kind: str
    case: str
    method: str
    status: int
    finding: str = ""


class Browser(Client):
    """Django's client without what only tests look at: the contexts of every template that an answer was made of."""

    def request(self, **request: Any) -> Any:
        """Ask and keep the cookies; a crash is answered as in production."""
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


class Walker:
    """One person on his way through the house; whatever his requests write is taken back at once.

    So the records of the house are the same at every step, and what is asked about them is asked once.
    """

    def __init__(self, account: Account | None, actor: Actor | None, token: str = "") -> None:
        self.account = account
        self.actor = actor
        self.role, self.kind = (actor.role, actor.body_kind) if actor else ("anonymous", "")
        self.client = Browser(HTTP_HOST=_host(), SERVER_NAME=_host())
        self.bearer = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}
        self.foreign = foreign_marks(actor) if actor else {}
        self.marks = frozenset(self.foreign)
        self.findings: list[str] = []
        self.followed: set[Any] = set()
        if account is not None:
            self.client.force_login(account, backend="buuan.base.accounts.backend.AccountBackend")
            session = self.client.session
            session["second_factor"] = account.pk  # the second factor is the door's matter, not the rooms'
            session.save()
        self.last = newest_record()
        self.sampled: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {}

    def walk(self, routes: list[Route]) -> Iterator[Cell]:
        """Walk every address that this person could type, and give each answer."""
        for route in routes:
            yield from self._endpoint(route) if route.is_endpoint else self._page(route)

    def may(self, route: Route) -> bool:
        """Tell whether the person holds what the address asks for."""
        if route.rule == PUBLIC:
            return True
        if self.actor is None or route.rule is None:
            return False
        return route.rule == SIGNED_IN or self.actor.may(route.rule)

    # -- pages -----------------------------------------------------------------------------------------------------------

    def _page(self, route: Route) -> Iterator[Cell]:
        for case, values in self._samples(route):
            address = filled(route.address, values)
            answer = self.ask("GET", address, watched=self.may(route))
            if answer.status == 405:
                yield self._cell(route, case, "GET", answer.status)
                if not self.may(route):
                    answer = self.ask("POST", address)
                    yield self._cell(route, case, "POST", answer.status, self._judge_shut(route, answer))
                continue
            if not self.may(route):
                yield self._cell(route, case, "GET", answer.status, self._judge_shut(route, answer))
                continue
            yield self._cell(route, case, "GET", answer.status, self._judge_open(case, address, answer))
            if case != "foreign" and route.view not in self.followed:
                self.followed.add(route.view)
                yield from self._further(route, case, address, answer)

    def _further(self, route: Route, case: str, address: str, answer: Answer) -> Iterator[Cell]:
        """Follow the page's own tabs, filters and files, and ask its search for what is foreign."""
        for query in [] if route.room in OPEN_ROOMS else _links(answer.text):
            further = self.ask("GET", address + query)
            yield self._cell(route, case, "GET", further.status, self._judge_open(case, address + query, further), query)
        question, source = QUESTIONS.get(address, ("q" if 'name="q"' in answer.main else "", f"{route.room}."))
        asked = sorted(mark for mark, where in self.foreign.items() if any(one.startswith(source) for one in where))
        if question and asked:
            yield self._question(route, address, question, asked[-1])

    def _question(self, route: Route, address: str, question: str, mark: str) -> Cell:
        """Ask for a foreign record by its number: the answer must be that for a number which nobody has."""
        nobody = re.sub(r"\d", lambda digit: str((int(digit[0]) + 5) % 10), mark)
        found, control = (self.ask("GET", f"{address}?{question}={one}") for one in (mark, nobody))
        seen = self._leaked(found) - self._leaked(control) - {mark}
        if mark in words_of(_without_echo(found.text, question, mark)):
            seen |= {mark}
        finding = f"finds the foreign {', '.join(sorted(seen)[:5])} when asked for {mark}" if seen else ""
        return self._cell(route, "foreign", "GET", found.status, finding, f"?{question}=")

    # -- endpoints -------------------------------------------------------------------------------------------------------

    def _endpoint(self, route: Route) -> Iterator[Cell]:
        for case, values in self._samples(route):
            if route.method != "GET" and self.may(route):
                continue  # never act as somebody who may
            answer = self.ask(route.method, filled(route.address, values), route.body, route.media_type, self.may(route))
            if self.may(route):
                finding = self._judge_open(case, filled(route.address, values), answer)
            else:
                finding = self._judge_shut(route, answer)
                if not finding and answer.status >= 400 and answer.media_type != "application/problem+json":
                    finding = f"refuses with {answer.media_type}, not with a problem document"
            yield self._cell(route, case, route.method, answer.status, finding)

    # -- asking and judging ----------------------------------------------------------------------------------------------

    def ask(self, method: str, address: str, body: Any = None, media_type: str = "", watched: bool = False) -> Answer:
        """Ask and read the whole answer; what the request wrote is taken back. `watched` notes the acts that it recorded."""
        given: dict[str, Any] = dict(self.bearer) if address.startswith("/api/") else {}
        if media_type == "application/json":
            given |= {"data": json.dumps(body), "content_type": media_type}
        elif media_type == "multipart/form-data":
            given |= {"data": {**(body or {}), "file": SimpleUploadedFile("x.csv", b"x")}}
        point = transaction.savepoint()
        try:
            response = getattr(self.client, method.lower())(address, **given)
            records = Record.objects.filter(pk__gt=self.last, account=self.actor.username) if watched and self.actor else ()
            return Answer.read(response, tuple(one.action for one in records))
        finally:
            transaction.savepoint_rollback(point)

    def _samples(self, route: Route) -> Iterator[tuple[str, dict[str, Any]]]:
        names = parameters_of(route.address)
        constants = {name: CONSTANTS[name] for name in names if name in CONSTANTS}
        if set(names) == set(constants):
            yield "-", constants
            return
        subject = subject_of(route.address, route.room)
        if subject is None:
            self.findings.append(f"{route.address}: no record is known that it names")
            return
        own, foreign = self._samples_of(subject)
        if not self.may(route):  # the right is asked before the record; an own one hides nothing behind a 404
            own, foreign = own[:1], [] if own else foreign[:1]
        for case, found in (("own", own), ("foreign", foreign)):
            for values in found:
                yield case, {**constants, **values}

    def _samples_of(self, subject: Subject) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Give parameters of records that the person may see, and of some that he may not."""
        name = repr(subject)
        if name not in self.sampled:
            if self.actor is None:  # to a stranger everything is foreign
                self.sampled[name] = [], subject.values_in(subject.rows())
            else:
                self.sampled[name] = subject.own_samples(self.actor), subject.foreign_samples(self.actor)
        return self.sampled[name]

    def _judge_shut(self, route: Route, answer: Answer) -> str:
        """Say what is wrong with an answer to somebody without the right, nothing where it is as it should be."""
        if answer.status in SHUT or (answer.status == 302 and answer.to_sign_in and self.actor is None):
            return ""
        if answer.status == 302:
            return f"sends to {answer.location} without the right"
        if answer.status == 422:
            return "judges the input before the right"
        return f"answers {answer.status} without the right"

    def _judge_open(self, case: str, address: str, answer: Answer) -> str:
        """Say what is wrong with an answer to somebody who holds the right."""
        if answer.status >= 500:
            return f"fails with {answer.status}"
        acts = [one for one in answer.records if not one.rpartition(".")[2].startswith(READING)]
        if acts:
            return f"does {', '.join(acts)} when it is only read"
        asked = words_of(address)
        leaked = self._leaked(answer) - asked
        if leaked:
            return f"shows the foreign {', '.join(sorted(leaked)[:5])}"
        if case == "foreign" and answer.status not in (404, 405):
            return f"answers {answer.status} about a foreign record; only 404 tells nothing"
        return ""

    def _leaked(self, answer: Answer) -> frozenset[str]:
        if len(self.marks) < FEW_MARKS and not any(mark in answer.text for mark in self.marks):
            return frozenset()
        return self.marks & words_of(answer.text)

    def _cell(self, route: Route, case: str, method: str, status: int, finding: str = "", query: str = "") -> Cell:
        return Cell(route.address + query, str(route.rule), self.role, self.kind, case, method, status, finding)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, read whole: a spreadsheet as the text inside it."""

    status: int
    text: str
    media_type: str
    location: str = ""
    records: tuple[str, ...] = ()

    @classmethod
    def read(cls, response: Any, records: tuple[str, ...] = ()) -> Answer:
        """Read a response of Django's client; `records` are the acts that were recorded on the way."""
        content = b"".join(response.streaming_content) if response.streaming else response.content
        media_type = response.headers.get("Content-Type", "").split(";")[0]
        return cls(response.status_code, _text_in(content), media_type, response.headers.get("Location", ""), records)

    @property
    def to_sign_in(self) -> bool:
        """Whether the answer sends to the sign-in page."""
        return self.location.split("?")[0] == settings.LOGIN_URL

    @property
    def main(self) -> str:
        """The page without its frame, in which every page has the search box."""
        return self.text.partition("<main")[2]


def _text_in(content: bytes) -> str:
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return content.decode("utf-8", "replace")


def _without_echo(text: str, question: str, mark: str) -> str:
    """Give a page without the places where it only says again what it was asked for."""
    echo = re.escape(mark)
    return re.sub(rf'\b{question}={echo}|value="{echo}"|[“«]{echo}[”»]', "", text)


def _links(text: str) -> list[str]:
    """Give the queries that a page links to on its own address: tabs, filters, files; not its orders and further pages."""
    kept: dict[str, list[str]] = {}
    for link in dict.fromkeys(one.replace("&amp;", "&") for one in re.findall(r'href="(\?[^"]+)"', text)):
        if not re.search(r"[?&](xep|moc)=", link):
            kept.setdefault(link.rpartition("=")[0], []).append(link)
    return [link for links in kept.values() for link in links[-LINKS_A_KEY:]][:MOST_LINKS]


def _host() -> str:
    return next((one for one in settings.ALLOWED_HOSTS if not one.startswith((".", "*", "["))), "localhost")
