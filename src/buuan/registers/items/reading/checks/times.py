"""Moments and days: ISO 8601 or the profile's own format, kept in UTC; Vietnamese time where no offset is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl

from buuan.registers.items.reading.checks.chunk import Chunk

_OFFSET_FORMATS = (
    "%Y-%m-%dT%H:%M:%S%:z", "%Y-%m-%dT%H:%M:%S%.f%:z", "%Y-%m-%dT%H:%M%:z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"
)  # fmt: skip
_PLAIN_FORMATS = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M")
_AHEAD_OF_UTC = timedelta(hours=7)
_USUAL_SHAPE = "2026-01-05T07:12:00+07:00"
_ZONE = "Asia/Ho_Chi_Minh"
# Days since 30 December 1899, as spreadsheets count; 36526 is 1 January 2000, 73050 the last day of 2099.
_SERIAL = r"^[3-7][0-9]{4}(?:\.[0-9]{1,12})?$"
_LIKE_A_DATE = r"^(?:[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})"
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)

FUTURE_ALLOWED = timedelta(minutes=5)
OLD = timedelta(days=90)


def check_times(chunk: Chunk) -> None:
    """Type `accepted_at` and `expected_delivery_date`, and say how late the declaration is (M301, M206, M307, M310)."""
    accepted = chunk.get("accepted_at")
    if accepted is not None:
        moments = _moments(chunk, "accepted_at", accepted)
        chunk.columns["accepted_at"] = _in_time(chunk, moments, accepted)
    expected = chunk.get("expected_delivery_date")
    if expected is not None:
        chunk.columns["expected_delivery_date"] = _expected(chunk, expected)


def _moments(chunk: Chunk, name: str, values: pl.Series) -> pl.Series:
    if isinstance(values.dtype, pl.Datetime):
        if values.dtype.time_zone is None:
            chunk.flag("M301", name, values.is_not_null(), "Thời điểm không có múi giờ, hiểu là giờ Việt Nam (+07:00).")
            return _local(values.cast(pl.Datetime("us")))
        return values.dt.convert_time_zone("UTC").cast(pl.Datetime("us", "UTC"))
    if not isinstance(values.dtype, pl.String):
        chunk.flag("M202", name, values.is_not_null(), f"{chunk.label(name)} phải là ngày giờ.")
        return pl.Series(name, [None], dtype=pl.Datetime("us", "UTC")).new_from_index(0, len(values))
    moments = _usual(values)
    if moments.null_count() == values.null_count():
        return moments
    return _slowly(chunk, name, values, moments)


def _usual(values: pl.Series) -> pl.Series:
    """Read the usual format; where every moment is written in Vietnamese time the offset need not be read of each."""
    if ((values.str.len_bytes() == len(_USUAL_SHAPE)) & values.str.ends_with(_USUAL_SHAPE[-6:])).all():
        naive = values.str.head(19).str.to_datetime(_PLAIN_FORMATS[0], time_unit="us", strict=False)
        if naive.null_count() == values.null_count():
            return (naive - _AHEAD_OF_UTC).dt.replace_time_zone("UTC")
    return values.str.to_datetime(_OFFSET_FORMATS[0], time_unit="us", strict=False)


def _slowly(chunk: Chunk, name: str, values: pl.Series, moments: pl.Series) -> pl.Series:
    """Read what the usual format did not: other spellings, no offset, the profile's format, a spreadsheet's number."""
    own = _attempts(values, moments, chunk.context.profile.times, local=True)
    iso = values.str.replace(r"^([0-9-]{8,10})\s+", "${1}T").str.replace(r"[zZ]$", "+00:00").str.replace(r"\s+\+", "+")
    iso = iso.str.replace(r"([+-][0-9]{2})$", "${1}:00")
    moments = _attempts(iso, own, _OFFSET_FORMATS[1:], local=False)
    moments = _attempts(iso, moments, _OFFSET_FORMATS[:1], local=False)
    plain = _attempts(iso, moments, _PLAIN_FORMATS, local=True)
    without = moments.is_null() & plain.is_not_null()
    chunk.flag("M301", name, without, "Thời điểm không có múi giờ, hiểu là giờ Việt Nam (+07:00).", value=values)
    serial = plain.is_null() & values.str.contains(_SERIAL)
    if serial.fill_null(value=False).any():
        chunk.flag("M310", name, serial, "Bảng tính ghi ngày giờ thành số; đã đổi lại, giờ Việt Nam.", value=values)
        plain = plain.zip_with(~serial.fill_null(value=False), _from_serial(values.set(~serial, None)))
    chunk.columns[name] = values
    wrong = plain.is_null() & values.is_not_null()
    dated = values.str.contains(_LIKE_A_DATE) & ~values.str.contains(r"^[0-9/-]{8,10}$")
    chunk.flag("M206", name, wrong & dated, f"{chunk.label(name)} không có thật hoặc không đúng định dạng ISO 8601.")
    chunk.flag("M202", name, wrong & ~dated, f"{chunk.label(name)} phải có ngày và giờ, ví dụ 2026-01-05T07:12:00+07:00.")
    return plain


def _attempts(values: pl.Series, moments: pl.Series, formats: tuple[str, ...], *, local: bool) -> pl.Series:
    """Try formats, one after the other, on the values that none has read yet."""
    for form in formats:
        at = (moments.is_null() & values.is_not_null()).arg_true()
        if not len(at):
            break
        tried = values.gather(at).str.to_datetime(form, time_unit="us", strict=False)
        moments = moments.clone().scatter(at, _local(tried) if local else tried)
    return moments


def _local(naive: pl.Series) -> pl.Series:
    return naive.dt.replace_time_zone(_ZONE, non_existent="null", ambiguous="earliest").dt.convert_time_zone("UTC")


def _from_serial(texts: pl.Series) -> pl.Series:
    days = texts.cast(pl.Float64, strict=False)
    micros = ((days - 25569) * 86_400_000_000).round(0).cast(pl.Int64, strict=False)
    # A spreadsheet's fraction is exact to about a millisecond; seconds are what people typed.
    seconds = (micros / 1_000_000).round(0).cast(pl.Int64, strict=False) * 1_000_000
    return _local(seconds.cast(pl.Datetime("us")))


def _in_time(chunk: Chunk, moments: pl.Series, written: pl.Series) -> pl.Series:
    now = chunk.context.now
    chunk.columns["accepted_at"] = written
    future = moments > now + FUTURE_ALLOWED
    chunk.flag("M206", "accepted_at", future, "Thời điểm chấp nhận ở tương lai.")
    ancient = moments < _EARLIEST
    chunk.flag("M206", "accepted_at", ancient, "Thời điểm chấp nhận không có thật (trước năm 2000).")
    old = moments < now - OLD
    chunk.flag("M307", "accepted_at", old & ~ancient, "Bưu gửi được chấp nhận hơn 90 ngày trước khi khai.")
    late_min = ((pl.Series([now]).cast(pl.Datetime("us", "UTC"))[0] - moments).dt.total_minutes()).clip(0)
    hours = chunk.context.known.late_after_h
    if hours is not None:
        late = (late_min > hours * 60) & ~old
        chunk.flag("M307", "accepted_at", late, f"Khai muộn hơn {hours:g} giờ sau khi chấp nhận.")
    chunk.columns["late_min"] = late_min.clip(0, 2**31 - 1).cast(pl.Int32)
    unreal = future | ancient
    return moments.set(unreal.fill_null(value=False), None) if unreal.any() else moments


def _expected(chunk: Chunk, values: pl.Series) -> pl.Series:
    name = "expected_delivery_date"
    if isinstance(values.dtype, pl.Datetime):
        days = values.dt.date()
    elif isinstance(values.dtype, pl.Date):
        days = values
    elif isinstance(values.dtype, pl.String):
        days = values.str.head(10).str.to_date("%Y-%m-%d", strict=False)
        if any(form.startswith("%d/%m/%Y") for form in chunk.context.profile.times):
            days = days.fill_null(values.str.head(10).str.to_date("%d/%m/%Y", strict=False))
    else:
        days = pl.Series(name, [None], dtype=pl.Date).new_from_index(0, len(values))
    chunk.flag("M202", name, days.is_null() & values.is_not_null(), f"{chunk.label(name)} phải là ngày, ví dụ 2026-01-06.")
    accepted = chunk.get("accepted_at")
    if accepted is not None:
        early = days < accepted.dt.convert_time_zone(_ZONE).dt.date()
        chunk.flag("M206", name, early, f"{chunk.label(name)} trước ngày chấp nhận.")
    return days
