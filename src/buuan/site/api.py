"""The API under /api/v1: one token, every room's endpoints, errors as problem documents."""

from __future__ import annotations

from importlib import import_module

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as BadInput

from buuan import __version__
from buuan.base.access.endpoints import problem
from buuan.base.accounts.bearer import TokenAuth
from buuan.kit.errors import Invalid, NotFound, Refusal
from buuan.site.rooms import ROOMS

api = NinjaAPI(
    title="Bưu An",
    version=__version__,
    description="Nền tảng an toàn, an ninh bưu chính. Thời gian theo RFC 3339 có múi giờ, khối lượng bằng gam, tiền bằng đồng.",
    auth=TokenAuth(),
    docs_url="/docs",
    openapi_url="/openapi.json",
    urls_namespace="api",
)

for _room in ROOMS:
    if _room.has("api"):
        api.add_router("", import_module(f"{_room.module}.api").router, tags=[_room.label])


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    return problem(error)


@api.exception_handler(AuthenticationError)
def _not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    refusal = Refusal("token.missing", "Thiếu mã truy cập, hoặc mã đã hết hạn hay bị thu hồi.")
    refusal.status = 401
    return problem(refusal)


@api.exception_handler(BadInput)
def _bad_input(request: HttpRequest, error: BadInput) -> HttpResponse:
    errors: dict[str, list[str]] = {}
    for one in error.errors:
        where = ".".join(str(part) for part in one["loc"][1:] if part not in ("payload", "body")) or "body"
        errors.setdefault(where, []).append(str(one["msg"]))
    return problem(Invalid(errors, "Dữ liệu gửi lên chưa đúng, xem từng trường trong errors."))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(NotFound())


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    refusal = Refusal("request.unreadable", "Không đọc được nội dung gửi lên (cần JSON hợp lệ).")
    refusal.status = error.status_code
    return problem(refusal)
