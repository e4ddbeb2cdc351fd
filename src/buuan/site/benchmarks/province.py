"""A province as large as a measurement wants it: cases, reports, clocks and hits written straight by SQL.

Written past the actions, so that a million cases stand in minutes; the rows obey every constraint of the
tables. One case in ten is open, as after some years of work; all are led by one body, so that nobody sees more than
the officer who measures does, and one in 5,000 is shared with a commune, which sees nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from buuan.base.organisations.models import Organisation

RARE_WORD, COMMON_WORD = "hiemthay", "phao"
SHARED_EVERY = 5_000

_CASES = """
INSERT INTO cases_case (folded, number, title, state, severity, marking, category, category_name, lead_id, source, opened_at,
    concluded_at, closed_at, violation_found, conclusion, crime_signs, override, override_by, overridden, kind, details,
    labels)
SELECT 'vv 2026 ' || lpad(g::text, 7, '0') || ' nghi phao no trong buu gui sm' || lpad(g::text, 8, '0') || ' kien ' || g %% 997
         || CASE WHEN g %% 5000 = 3 THEN ' hiemthay' ELSE '' END,
       'VV-2026-' || lpad(g::text, 7, '0'), 'Nghi pháo nổ trong bưu gửi SM' || lpad(g::text, 8, '0'), state,
       (ARRAY['critical','high','medium','low'])[1 + g %% 4], 'internal', 'FIREWORKS', 'Pháo nổ', %(lead)s, 'báo cáo', opened,
       CASE WHEN state IN ('concluded', 'closed') THEN opened + interval '3 days' END,
       CASE WHEN state = 'closed' THEN opened + interval '4 days' END,
       CASE WHEN state IN ('concluded', 'closed') THEN g %% 3 = 0 END,
       CASE WHEN state IN ('concluded', 'closed') THEN 'Đã xác minh' ELSE '' END, '', '', '', '[]',
       (ARRAY['plain','crime_report','violation','petition'])[1 + g %% 4], '{}',
       CASE WHEN g %% 1000 = 7 THEN '["priority"]'::jsonb ELSE '[]'::jsonb END
FROM (SELECT g, now() - (2000000 - g) * interval '1 minute' AS opened,
             (ARRAY['received','verifying','handling','concluded'])[1 + (g / 10) %% 4] AS early, g %% 10 = 7 AS young
      FROM generate_series(%(start)s, %(end)s) g) AS made
CROSS JOIN LATERAL (SELECT CASE WHEN young THEN early ELSE 'closed' END AS state) AS stands
"""
_LEADS = """
INSERT INTO cases_participant (case_id, organisation_id, role, from_at)
SELECT id, %(lead)s, 'lead', opened_at FROM cases_case WHERE id > %(last_case)s
"""
_PARTNERS = """
INSERT INTO cases_participant (case_id, organisation_id, role, from_at)
SELECT id, %(commune)s, 'partner', opened_at FROM cases_case WHERE id > %(last_case)s AND id %% %(every)s = 7
"""
_ITEMS = """
INSERT INTO cases_caseitem (case_id, operator_id, item_id, declared_content, hits, law, route, outcome, unit)
SELECT id, %(operator)s, 'SM' || right(number, 7), 'pháo hoa hộp', '[]', '', '', '', '' FROM cases_case WHERE id > %(last_case)s
"""
_TASKS = """
INSERT INTO cases_casetask (case_id, part, code, name, note, required, state, reason, added_at, added_by, settled_by)
SELECT id, 'task', 'verify_source', 'Xác minh', '', true, 'open', '', opened_at, 'Đo lường', ''
FROM cases_case WHERE id > %(last_case)s AND state <> 'closed'
"""
# The one case that has a long story: 5,000 lines of its timeline.
_EVENTS = """
INSERT INTO cases_caseevent (case_id, at, kind, who, body, facts)
SELECT id, opened_at + n * interval '1 minute', (ARRAY['noted','outcome','assigned','joined'])[1 + n %% 4], 'Đo lường',
       'Công an tỉnh', jsonb_build_object('text', 'Diễn biến ' || n, 'level', 'inter_agency')
FROM cases_case CROSS JOIN generate_series(1, 5000) n WHERE number = 'VV-2026-0000017' AND id > %(last_case)s
"""
_CLOCK_COLUMNS = """
INSERT INTO clocks_clock (kind, subject, label, task, title, law, source, place, severity, url, button, limit_code, limit_name,
    limit_amount, limit_unit, limit_source, limit_verified, limit_statutory, max_extensions, extension_terms, extend_before_due,
    pause_allowed, rolls, warn_before, started_at, first_due_at, due_at, warn_at, explanation, giver_id, holder_id)
"""
# Of the running clocks one in fifty is over; the others end within the next months.
_CASE_CLOCKS = f"""{_CLOCK_COLUMNS}
SELECT 'cases.verify', 'cases.case:' || id, number, 'Kết luận xác minh', title, '', 'báo cáo', '', severity,
    '/vu-viec/' || number, 'Mở', 'do-luong', 'đo lường', 3, 'working_days', 'đo lường', false, false, 1, '[]', true, false, true,
    interval '1 day', opened_at, due, due, due - interval '1 day', '', %(lead)s, %(lead)s
FROM (SELECT *, CASE WHEN id %% 50 = 27 THEN now() - interval '1 hour'
                     ELSE now() + (id %% 90000 + 10) * interval '1 minute' END AS due
      FROM cases_case WHERE id > %(last_case)s AND state IN ('received', 'verifying', 'handling')) AS open
"""  # noqa: S608 - the parts stand here
_REPORTS = """
INSERT INTO intake_suspicionreport (folded, number, source, reporter_id, account_id, operator_id, point_id, client_key, item_id,
    declared_content, verdict, category, category_name, hits, law, signs, text, severity, state, found_at, sent_at, received_at,
    decided_at, decided_by, decline_reason)
SELECT 'bc 2026 ' || lpad(g::text, 7, '0') || ' sm' || lpad(g::text, 8, '0') || ' phao hoa hop ' || g %% 997,
       'BC-2026-' || lpad(g::text, 7, '0'), 'operator', %(operator)s, %(account)s, %(operator)s, %(operator)s, 'do-luong-' || g,
       'SM' || lpad(g::text, 8, '0'), 'pháo hoa hộp', 'prohibited', 'FIREWORKS', 'Pháo nổ', '[]', '', '[]', '',
       (ARRAY['critical','high','medium','low'])[1 + g %% 4], CASE WHEN g %% 50 = 7 THEN 'received' ELSE 'declined' END,
       at, at, at, CASE WHEN g %% 50 <> 7 THEN at + interval '1 hour' END, CASE WHEN g %% 50 <> 7 THEN 'Đo lường' ELSE '' END,
       CASE WHEN g %% 50 <> 7 THEN 'Không có dấu hiệu' ELSE '' END
FROM (SELECT g, now() - (2000000 - g) * interval '1 minute' AS at FROM generate_series(%(start)s, %(end)s) g) AS made
"""
_ROUTINGS = """
INSERT INTO intake_routing (report_id, organisation_id, role) SELECT id, %(lead)s, 'focal'
FROM intake_suspicionreport WHERE id > %(last_report)s
"""
_HITS = """
INSERT INTO items_hit (manifest_id, operator_id, item_id, day, accepted_at, point, declared_content, spans, verdict, category,
    category_name, severity, score, advice, law, route, catalogue, state, decided_at, decided_by, reason)
SELECT %(manifest)s, %(operator)s, 'SM' || lpad(g::text, 8, '0'), current_date, now(), '', 'pháo hoa hộp ' || g, '[]',
       CASE WHEN g %% 3 = 0 THEN 'conditional' ELSE 'prohibited' END, 'FIREWORKS', 'Pháo nổ', 'high', (g %% 1000) / 1000.0,
       '', '', '', 'do-luong', state,
       CASE WHEN state = 'dismissed' THEN now() END, CASE WHEN state = 'dismissed' THEN 'Đo lường' ELSE '' END,
       CASE WHEN state = 'dismissed' THEN 'Hàng thường' ELSE '' END
FROM (SELECT g, CASE WHEN g %% 10 = 7 THEN 'open' ELSE 'dismissed' END AS state FROM generate_series(%(start)s, %(end)s) g) AS made
"""
_MANIFEST = """
INSERT INTO items_manifest (operator_id, manifest_id, revision, kind, profile, content_sha256, state, file_name, received_at,
    accepted, refused, warnings, letters, documents, hits, catalogue, seconds_ms, uploaded_by, report, report_rows, reasons, vague,
    described, quality_sum)
VALUES (%(operator)s, 'do-luong', 1, 'full', 'native', '', 'committed', 'do-luong.csv', now(),
    0, 0, 0, 0, 0, 0, '', 0, 'do-luong', '[]', 0, '{}', '{}', 0, 0)
ON CONFLICT DO NOTHING
"""
_MANIFESTS = """
INSERT INTO items_manifest (operator_id, manifest_id, revision, kind, profile, content_sha256, state, file_name, received_at,
    committed_at, accepted, refused, warnings, letters, documents, hits, catalogue, seconds_ms, uploaded_by, report, report_rows,
    reasons, vague, described, quality_sum)
SELECT %(operator)s, 'do-luong-' || g, 1, 'full', 'native', '', 'committed', 'do-luong.csv', at, at,
       500, 0, 0, 0, 0, 3, '', 0, 'do-luong', '[]', 0, '{"D2": 40}', '{"hàng hóa": 40}', 500, 45000
FROM (SELECT g, now() - (2000000 - g) * interval '1 minute' AS at FROM generate_series(%(start)s, %(end)s) g) AS made
"""


@dataclass(frozen=True, slots=True)
class Parties:
    """Who takes part in the measured province, by their keys: the body that leads, a commune, an operator, an account."""

    lead: int
    commune: int
    operator: int
    account: int


def parties_of(account_id: int) -> Parties:
    """Give the parties among the shipped organisations."""
    commune = Organisation.objects.filter(kind="commune_committee", until_on=None).order_by("pk")
    operator = Organisation.objects.filter(kind="postal_operator", until_on=None).order_by("pk")
    return Parties(Organisation.objects.get(code="cong-an-tinh").pk, commune[0].pk, operator[0].pk, account_id)


def fill(parties: Parties, start: int, end: int) -> None:
    """Write the cases, reports, clocks, hits and manifests numbered from `start` to `end`, then let PostgreSQL look at them."""
    with connection.cursor() as cursor:
        given = {
            "lead": parties.lead,
            "commune": parties.commune,
            "operator": parties.operator,
            "account": parties.account,
            "every": SHARED_EVERY,
            "start": start,
            "end": end,
            "last_case": _last(cursor, "cases_case"),
            "last_report": _last(cursor, "intake_suspicionreport"),
        }
        cursor.execute(_MANIFEST, given)
        cursor.execute("SELECT id FROM items_manifest WHERE manifest_id = 'do-luong'")
        given["manifest"] = cursor.fetchone()[0]
        for statement in (_CASES, _LEADS, _PARTNERS, _ITEMS, _TASKS, _EVENTS, _CASE_CLOCKS, _REPORTS, _ROUTINGS, _HITS, _MANIFESTS):
            cursor.execute(statement, given)
        cursor.execute("VACUUM ANALYZE")


def _last(cursor: object, table: str) -> int:
    cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # type: ignore[attr-defined]  # noqa: S608 - a name from above
    return cursor.fetchone()[0]  # type: ignore[attr-defined]
