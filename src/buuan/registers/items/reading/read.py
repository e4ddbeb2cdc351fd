"""Reading a manifest: a file goes in, accepted rows and a complete report come out. Pure: nothing is stored here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from buuan.registers.items.reading.checks.chunk import Context
from buuan.registers.items.reading.checks.identity import stored_form
from buuan.registers.items.reading.checks.lines import check_abroad, check_sums, number_lines, type_lines
from buuan.registers.items.reading.checks.parties import AreaCache
from buuan.registers.items.reading.checks.whole import (
    UNCHANGED,
    check_median,
    check_points,
    compare_versions,
    known_identifiers,
    merge_rows,
    refuse_repeated,
)
from buuan.registers.items.reading.columns import documents_schema, items_schema
from buuan.registers.items.reading.findings import Aside, FileRefused, Findings
from buuan.registers.items.reading.heading import settle_header
from buuan.registers.items.reading.model import (
    COMMITTED,
    COMMITTED_WITH_ERRORS,
    REFUSED,
    Header,
    Known,
    Limits,
    Reading,
)
from buuan.registers.items.reading.names import Layout, arrange
from buuan.registers.items.reading.parts import Gathered, empty_lines, take_part
from buuan.registers.items.reading.profiles import NATIVE, profiles
from buuan.registers.items.reading.remarks import judge_descriptions
from buuan.registers.items.reading.sources import open_source
from buuan.registers.items.reading.sources.ahead import checked_in_order
from buuan.registers.items.reading.sources.base import Content, Part, Source, position

_DEFAULT_LIMITS = Limits()


def read_manifest(
    data: bytes | Path,
    *,
    name: str,
    header: Header,
    known: Known,
    now: datetime,
    limits: Limits = _DEFAULT_LIMITS,
) -> Reading:
    """Read and check a manifest (bảng kê bưu gửi) of any supported kind.

    `name` is the file's name, used only for the default identifier. `now` is the moment of receipt, with an offset.
    Never raises for a bad file: the `Reading` is then refused and says why. Raises OSError where a path cannot be read
    and ValueError where `now` has no offset. Source: the project's postal data notes, section 6.
    """
    if now.tzinfo is None:
        raise ValueError("now needs an offset")
    now = now.astimezone(UTC)  # the columns are in UTC, and polars compares only like with like
    findings = Findings(limits.report_rows_per_warning)
    content = Content.of(data)
    content_hash = content.sha256()
    settled = replace(header, created_at=header.created_at or now)
    file_type = ""
    gathered = Gathered()
    try:
        wanted = header.profile or NATIVE
        source = open_source(content, profiles().get(wanted, profiles()[NATIVE]), limits, findings)
        file_type = source.file_type
        settled = settle_header(
            header, source.manifest, name=name, content_hash=content_hash, known=known, now=now, findings=findings
        )
        if settled.profile != wanted:
            # The file names its own profile, which also decides which row is the header.
            source = open_source(content, profiles()[settled.profile or NATIVE], limits, findings)
        context = Context(settled, known, profiles()[settled.profile or NATIVE], limits, now)
        layout = arrange(
            source.columns, source.line_columns, context.profile, findings,
            header_row=source.header_row, required=settled.kind != "cancel", every_name=source.every_name,
        )  # fmt: skip
        areas = AreaCache(known.areas)

        def check(part: Part) -> tuple[Aside, Gathered, bool]:
            aside, own = Aside(), Gathered()
            try:
                take_part(part, layout, context, aside, areas, own)
            except FileRefused:
                return aside, own, True
            return aside, own, False

        for aside, own, refused in checked_in_order(source.parts, check):
            aside.tell(findings)
            gathered.take(own)
            if refused:
                raise FileRefused(findings)
        return _finish(source, layout, gathered, context, findings, content_hash)
    except FileRefused:
        return _refused(settled, content_hash, file_type, gathered, findings)


def _refused(header: Header, content_hash: str, file_type: str, gathered: Gathered, findings: Findings) -> Reading:
    return Reading(
        header=header,
        content_hash=content_hash,
        status=REFUSED,
        items=pl.DataFrame(schema=items_schema()),
        lines=empty_lines(),
        documents=pl.DataFrame(schema=documents_schema()),
        cancelled=pl.DataFrame(schema={"row": pl.UInt32(), "item_id": pl.String()}),
        report=findings.report(_identifiers(gathered)),
        refused=gathered.rows,
        warnings=findings.counts["W"] + findings.counts["Q"],
        file_type=file_type,
    )


def _identifiers(gathered: Gathered) -> pl.DataFrame | None:
    """Give which item stands in which row, to name the items of the report."""
    frames = [frame.select("row", "item_id") for frame in (*gathered.goods, *gathered.documents, *gathered.cancelled)]
    return pl.concat(frames) if frames else None


def _finish(source: Source, layout: Layout, gathered: Gathered, context: Context, findings: Findings, content_hash: str) -> Reading:
    """Check what concerns the file as a whole and decide what is accepted."""
    names = _identifiers(gathered)
    if source.separate_lines is not None and context.header.kind != "cancel":
        _take_separate_lines(source.separate_lines, layout, gathered, context, findings)
    _check_counts(layout, gathered, context, findings)
    if not gathered.rows:
        findings.file("M101", "Tệp chỉ có tiêu đề, không có bưu gửi nào.")
        raise FileRefused(findings)
    cancelled = _kept(gathered.cancelled, {"row": pl.UInt32(), "item_id": pl.String()}, findings)
    documents = _kept(gathered.documents, {"row": pl.UInt32()} | documents_schema(), findings)
    items = _kept(gathered.goods, items_schema(), findings)
    lines = pl.concat(gathered.lines) if gathered.lines else empty_lines()
    if context.header.kind == "cancel":
        known = known_identifiers(cancelled["item_id"], context)
        never = cancelled.filter(~known) if context.known.declared is not None else cancelled.clear()
        findings.add("M209", "item_id", never["row"], "Bưu gửi chưa từng được khai nên không thể hủy.", never["item_id"])
    orphans = 0
    if source.separate_lines is not None and lines.height:
        orphans = _check_owners(lines, names, context, findings)
    items = _without_broken(items, gathered, findings)
    items = merge_rows(items, lines["row"] if layout.flat_lines else None, findings)
    if documents.height:
        refuse_repeated(documents, items, findings)
    if layout.flat_lines and lines.height:
        lines = lines.filter(~pl.col("row").is_in(findings.refused_rows().implode()))
    lines = _check_lines(items, lines, context, findings)
    items = compare_versions(items, context, findings)
    refused = findings.refused_rows()
    # Rows that a reader could not even parse are among the refused ones.
    if len(refused) > context.limits.refused_share * gathered.rows:
        findings.file(
            "M110",
            f"{len(refused)} trong {gathered.rows} dòng bị từ chối, quá {context.limits.refused_share:.0%}: "
            "cả tệp không được nhận.",
        )
        reading = _refused(context.header, content_hash, source.file_type, gathered, findings)
        return replace(reading, refused=len(refused))
    keep = ~pl.col("row").is_in(refused.implode())
    items, documents, cancelled = items.filter(keep), documents.filter(keep), cancelled.filter(keep)
    lines = lines.join(items.select("item_id"), on="item_id", how="semi", maintain_order="left")
    points = check_points([items, documents], context, findings)
    check_median(items, findings)
    items = judge_descriptions(items, lines, context, findings)
    return Reading(
        header=context.header,
        content_hash=content_hash,
        status=COMMITTED_WITH_ERRORS if findings.counts["E"] else COMMITTED,
        items=items,
        lines=lines,
        documents=documents.select(documents_schema().keys()),
        cancelled=cancelled,
        report=findings.report(names),
        letters_counted=gathered.letters,
        accepted=items.height + documents.height + cancelled.height + gathered.letters,
        refused=len(refused) + orphans,
        warnings=findings.counts["W"] + findings.counts["Q"],
        unchanged=int((items["version"] == UNCHANGED).sum()),
        already_accepted=_is_known(context, content_hash),
        provisional_points=points,
        file_type=source.file_type,
    )


def _is_known(context: Context, content_hash: str) -> bool:
    header = context.header
    return context.known.revisions.get((header.manifest_id or "", header.revision or 1)) == content_hash


def _kept(frames: list[pl.DataFrame], schema: dict[str, pl.DataType], findings: Findings) -> pl.DataFrame:
    """Join the chunks, without the rows that are refused by now."""
    if not frames:
        return pl.DataFrame(schema=schema)
    whole = pl.concat(frames, rechunk=False) if len(frames) > 1 else frames[0]
    frames.clear()
    refused = findings.refused_rows()
    return whole.filter(~pl.col("row").is_in(refused.implode())) if len(refused) else whole


def _take_separate_lines(sheet: pl.DataFrame, layout: Layout, gathered: Gathered, context: Context, findings: Findings) -> None:
    """Take lines that stand apart; those of letters and documents are let go unread."""
    named = sheet.select("row", *(pl.col(position(at)).alias(name) for name, at in layout.lines.items()))
    if "item_id" not in named.columns:
        findings.file("M103", "Thiếu cột bắt buộc trong trang lines: item_id.", "lines.item_id")
        raise FileRefused(findings)
    ids = stored_form(named["item_id"].cast(pl.String).str.strip_chars())
    unread = [*gathered.letter_ids, *(frame["item_id"] for frame in gathered.documents)]
    if unread:
        named = named.filter(~ids.is_in(pl.concat(unread).drop_nulls().implode()).fill_null(value=False))
    typed, faulty = type_lines(named, context, findings, untidy=None, apart=True)
    gathered.line_rows += sheet.height
    gathered.lines.append(typed)
    gathered.faulty.append(faulty)


def _check_counts(layout: Layout, gathered: Gathered, context: Context, findings: Findings) -> None:
    """Compare the counts that the header states with what came (M105)."""
    header = context.header
    items = gathered.rows
    if layout.flat_lines and gathered.goods:
        rows = sum(frame.height for frame in gathered.goods)
        items += pl.concat([frame["item_id"] for frame in gathered.goods]).n_unique() - rows
    for name, stated, came in (
        ("item_count", header.item_count, items),
        ("line_count", header.line_count, gathered.line_rows),
    ):
        if stated is not None and stated != came:
            findings.file("M105", f"{name} khai là {stated} nhưng tệp có {came}.", name)
    if findings.counts["F"]:
        raise FileRefused(findings)


def _without_broken(items: pl.DataFrame, gathered: Gathered, findings: Findings) -> pl.DataFrame:
    """Refuse items that have a faulty content line: an item is taken whole or not at all, half of it would mislead."""
    if not gathered.faulty:
        return items
    faulty = pl.concat(gathered.faulty).drop_nulls("item_id").unique("item_id", keep="first", maintain_order=True)
    hurt = items.select("row", "item_id").join(faulty.select("item_id", pl.col("row").alias("line")), on="item_id")
    say = pl.format("Dòng hàng hóa ở dòng {} có lỗi nên cả bưu gửi bị từ chối.", "line")
    findings.add("M214", "lines", hurt["row"], hurt.select(say.alias("m"))["m"], hurt["item_id"])
    return items.join(faulty, on="item_id", how="anti", maintain_order="left")


def _check_lines(items: pl.DataFrame, lines: pl.DataFrame, context: Context, findings: Findings) -> pl.DataFrame:
    """Number the lines and check them against their items; items without any content are reported (M201)."""
    lines = number_lines(lines)
    check_sums(items, lines, context, findings)
    check_abroad(items, lines, findings)
    bare = items.filter(pl.col("declared_content").is_null())
    if bare.height:
        empty = bare.join(lines.select("item_id").unique(), on="item_id", how="anti", maintain_order="left")
        findings.add(
            "M201",
            "declared_content",
            empty["row"],
            "Nội dung khai báo không được để trống khi không có dòng hàng hóa.",
        )
    return lines


def _check_owners(lines: pl.DataFrame, names: pl.DataFrame | None, context: Context, findings: Findings) -> int:
    """Report lines of items that are neither in the file nor, for an addition, declared before (M207); counts them."""
    orphans = lines.filter(pl.col("item_id").is_not_null())
    if names is not None:
        orphans = orphans.filter(~pl.col("item_id").is_in(names["item_id"].drop_nulls().implode()))
    if orphans.height and context.header.kind != "full":
        orphans = orphans.filter(~known_identifiers(orphans["item_id"], context))
    findings.add(
        "M207", "lines.item_id", orphans["row"], "Dòng hàng hóa thuộc bưu gửi không có trong bảng kê.",
        orphans["item_id"], refuses=False,
    )  # fmt: skip
    return orphans.height
