"""The door of the tip line: an application beside the house's own, to which the server sends `/bao-tin` and `/ho-so`.

It has one middleware, no session, no cookie, no account. Before anything of the framework sees a request, everything that tells
who sent it is taken out of it: address, browser, cookies, languages, where it came from. A crash is logged by its kind and place,
never with the request, its words or its address. What stands here holds whatever the house's own settings are.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import DisallowedHost, RequestDataTooBig, SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from buuan.base.access.guard import PUBLIC, rule_of
from buuan.kit.errors import Refusal

log = logging.getLogger(__name__)

ROOTS = ("/bao-tin", "/ho-so")
URLS = "buuan.site.tipline.urls"
LANGUAGES = ("vi", "en")
KEPT = frozenset(
    (
        *("REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "CONTENT_LENGTH"),
        *("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_TRANSFER_ENCODING"),
    )
)
"""What of a request is passed on, besides the server's own `wsgi.*`; everything else is dropped unread."""

HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noarchive",
}


class TipLine(WSGIHandler):
    """The site's own application."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request of which nothing is left that tells who sent it."""
        return super().__call__(without_sender(environ), start_response)

    def load_middleware(self, is_async: bool = False) -> None:
        """Put up the one middleware; the house's own list is not for this site."""
        self._view_middleware = [_only_public]
        self._template_response_middleware = []
        self._exception_middleware = []
        self._middleware_chain = Door(self._get_response)


class Door:
    """Chooses the language, words every refusal, and lets no fault tell anything about the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, whatever happens."""
        request.urlconf = URLS  # type: ignore[attr-defined]
        language = request.GET.get("lang", "")
        with translation.override(language if language in LANGUAGES else "vi"):
            response = self._answer(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        response.cookies.clear()
        response._has_been_logged = True  # type: ignore[attr-defined] # the framework would write the address down
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
            return self.get_response(request)
        except Refusal as error:
            return _fault(error.sentence, error.status)
        except Http404:
            return _fault(_("Không có trang này."), 404)
        except RequestDataTooBig:
            return _fault(_("Nội dung gửi quá lớn."), 413)
        except (DisallowedHost, SuspiciousOperation, MultiPartParserError):
            return _fault(_("Không đọc được yêu cầu này."), 400)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            log.error("tip line: %s in %s, line %s", type(error).__name__, last.name, last.lineno)
            return _fault(_("Có lỗi ở phía chúng tôi; nội dung chưa được gửi. Xin thử lại sau ít phút."), 500)


def without_sender(environ: dict[str, Any]) -> dict[str, Any]:
    """Give the request without anything that tells who sent it."""
    return {name: value for name, value in environ.items() if name in KEPT or name.startswith("wsgi.")}


def is_for_tip_line(path: str) -> bool:
    """Tell whether an address belongs to this site."""
    return any(path == root or path.startswith(f"{root}/") for root in ROOTS)


def _only_public(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
    """Deny by default here as well: a view without the rule for everybody is not found."""
    return None if rule_of(view) == PUBLIC else _fault(_("Không có trang này."), 404)


def _fault(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(
        render_to_string("tips/line/fault.html", {"sentence": sentence, "language": translation.get_language()}), status=status
    )
