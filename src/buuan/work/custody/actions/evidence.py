"""Evidence: taking a file in, its versions and its marking; and where papers with State secrets are kept instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.audit.models import subject_of
from buuan.base.files.actions import begin_upload, finish_upload, keep_file
from buuan.base.files.models import Upload
from buuan.base.files.rules import check_not_secret
from buuan.base.files.rules.kinds import KINDS
from buuan.base.organisations.models import Organisation
from buuan.base.series import next_number
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.work.cases.actions.telling import day_of, tell
from buuan.work.cases.models import Case, CaseItem
from buuan.work.cases.rules import MARKINGS, normal_text
from buuan.work.custody.actions.shared import open_case
from buuan.work.custody.models import Evidence, SecretReference, moment_or_none
from buuan.work.custody.rules import check_reason

_GROUPS = {kind.media_type: kind.group for kind in KINDS.values()}


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """What is said of a file that comes in: `evidence_at` is when it came about, which is not when it arrived."""

    caption: str
    marking: str = "internal"
    origin: str = ""
    evidence_at: datetime | None = None
    item: CaseItem | None = None
    replaces: Evidence | None = None


@action
def start_upload(actor: Actor, case: Case, *, name: str, size: int, at: datetime) -> Upload:
    """Begin to take a large file in by pieces; refused early where the whole would be refused."""
    require(actor, "custody.add_evidence", case)
    case = open_case(actor, case)

    owner = Organisation.objects.get(pk=actor.body_id)
    upload = begin_upload(actor, owner, purpose=subject_of(case), name=name, size=size, at=at)

    record(actor, "custody.upload_begun", case, at=at, size=size)
    return upload


@action
def add_evidence(
    actor: Actor, case: Case, facts: EvidenceFacts, *, at: datetime, token: str = "", part: Path | None = None, name: str = ""
) -> Evidence:
    """Take a file into a case as evidence (chứng cứ): a finished upload by its `token`, or the file of a plain form as `part`.

    The same upload confirmed twice gives the evidence that stands. Raises Invalid for missing words, Refused for a file that is not
    taken (kind, size, marking of State secrecy, virus).
    """
    require(actor, "custody.add_evidence", case)
    case = open_case(actor, case)
    caption = normal_text(facts.caption)
    _check(case, facts, caption, at, bool(token or part))
    check_not_secret(caption, facts.origin)

    if part is not None:
        owner = Organisation.objects.get(pk=actor.body_id)
        file = keep_file(actor, owner, part, name=name, title=caption, at=at)
    else:
        file = finish_upload(actor, token, purpose=subject_of(case), title=caption, at=at)
    standing = Evidence.objects.filter(case=case, file=file).first()
    if standing is not None:
        record(actor, "custody.evidence_repeated", standing, at=at, case=case.number)
        return standing
    made = Evidence.objects.create(
        number=next_number("CC", day_of(at).year),
        case=case,
        item=facts.item,
        file=file,
        caption=caption[:200],
        group=_GROUPS[file.media_type],
        marking=facts.marking,
        origin=normal_text(facts.origin)[:200],
        evidence_at=facts.evidence_at,
        arrived_at=at,
        organisation_id=actor.body_id,
        author=actor.name,
        replaces=facts.replaces,
        version=facts.replaces.version + 1 if facts.replaces else 1,
    )

    record(
        actor,
        "custody.evidence_added",
        made,
        at=at,
        case=case.number,
        sha256=file.sha256,
        size=file.size,
        media_type=file.media_type,
        marking=made.marking,
        evidence_at=moment_or_none(made.evidence_at),
        replaces=facts.replaces.number if facts.replaces else None,
        by_kind=actor.body_kind,
    )
    hidden = made.marking == "restricted"
    said = "đưa bản mới của chứng cứ vào hồ sơ" if facts.replaces else "đưa chứng cứ vào hồ sơ"
    tell(case, actor, "custody", at, text=said, ref="" if hidden else made.number)
    return made


@action
def mark_evidence(actor: Actor, evidence: Evidence, *, marking: str, reason: str, at: datetime) -> Evidence:
    """Change who may see a piece of evidence (phạm vi), with a reason that stays in the record."""
    require(actor, "custody.mark", evidence)
    case = open_case(actor, evidence.case)
    said = check_reason(reason)
    if marking not in MARKINGS:
        raise Invalid({"marking": ["Chọn phạm vi trong danh mục; bí mật nhà nước không được đưa vào hệ thống này."]})
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    before = evidence.marking

    evidence.marking = marking
    evidence.save(update_fields=("marking",))

    record(actor, "custody.evidence_marked", evidence, at=at, case=case.number, marking=marking, before=before, reason=said)
    return evidence


@action
def mark_case(actor: Actor, case: Case, *, marking: str, reason: str, at: datetime) -> Case:
    """Change who may see a case (phạm vi), with a reason; only the lead may."""
    require(actor, "custody.mark", case)
    case = open_case(actor, case)
    said = check_reason(reason)
    if not case.is_led_by(actor):
        raise Refused("case.not_lead", f"Chỉ cơ quan chủ trì ({case.lead}) được đổi phạm vi.")
    if marking not in MARKINGS:
        raise Invalid({"marking": ["Chọn phạm vi trong danh mục; bí mật nhà nước không được đưa vào hệ thống này."]})
    before = case.marking

    case.marking = marking
    case.save(update_fields=("marking",))

    record(actor, "custody.case_marked", case, at=at, marking=marking, before=before, reason=said)
    tell(case, actor, "custody", at, text=f"đổi phạm vi: {MARKINGS[before]} → {MARKINGS[marking]}", detail=said)
    return case


@action
def refer_secret(actor: Actor, case: Case, *, paper_number: str, keeper: str, at: datetime) -> SecretReference:
    """Write down number and place of a paper with State secrets that is kept elsewhere; nothing of what it says is taken."""
    require(actor, "custody.refer_secret", case)
    case = open_case(actor, case)
    errors = {}
    number, place = normal_text(paper_number), normal_text(keeper)
    if not number or len(number) > 60 or not any(sign.isdigit() for sign in number):
        errors["paper_number"] = ["Ghi số, ký hiệu văn bản (có chữ số, nhiều nhất 60 ký tự); không ghi trích yếu."]
    if not place or len(place) > 160:
        errors["keeper"] = ["Ghi nơi giữ (nhiều nhất 160 ký tự)."]
    if errors:
        raise Invalid(errors)

    made, is_new = SecretReference.objects.get_or_create(
        case=case,
        paper_number=number,
        keeper=place,
        defaults={"organisation_id": actor.body_id, "author": actor.name, "at": at},
    )

    record(actor, "custody.secret_referred", case, at=at, reference=made.pk, again=not is_new)
    return made


def _check(case: Case, facts: EvidenceFacts, caption: str, at: datetime, has_file: bool) -> None:
    errors: dict[str, list[str]] = {}
    if not caption:
        errors["caption"] = ["Cần ghi chú thích: tệp này là gì."]
    if not has_file:
        errors["file"] = ["Chưa chọn tệp."]
    if facts.marking not in MARKINGS:
        errors["marking"] = ["Chọn phạm vi trong danh mục; bí mật nhà nước không được đưa vào hệ thống này."]
    if facts.evidence_at is not None and facts.evidence_at > at:
        errors["evidence_at"] = ["Thời điểm của chứng cứ ở tương lai."]
    if facts.item is not None and facts.item.case_id != case.pk:
        errors["item"] = ["Bưu gửi này không thuộc vụ việc."]
    if errors:
        raise Invalid(errors)
    if facts.replaces is not None:
        if facts.replaces.case_id != case.pk:
            raise Refused("evidence.other_case", "Bản cũ thuộc vụ việc khác.")
        if Evidence.objects.filter(replaces=facts.replaces).exists():
            raise Refused("evidence.replaced", f"{facts.replaces.number} đã có bản mới; hãy thay bản mới nhất.")
