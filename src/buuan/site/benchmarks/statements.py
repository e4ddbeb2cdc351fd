"""The statements that write a measured province: invented rows that obey every constraint, thousands to the second.

`made` in each is a table of numbers with a few random values; `setseed` makes every filling alike. Of ten cases six are led by the
provincial police, four by others, one in twenty by one of the communes; the latest ones are mostly open, the older ones mostly
closed; the police take part in every second case of the others.
"""

# What the words of a case are about: title, code, name, how often. COMMON_WORD stands in every title of the first.
_GOODS = """
(ARRAY['pháo nổ','chất ma túy','vũ khí thô sơ','thuốc lá nhập lậu','hàng giả','động vật hoang dã','pin lithium','hóa chất'])[kind_of]
"""
_FOLDED_GOODS = """
(ARRAY['phao no','chat ma tuy','vu khi tho so','thuoc la nhap lau','hang gia','dong vat hoang da','pin lithium','hoa chat'])[kind_of]
"""
_CODES = """
(ARRAY['FIREWORKS','DRUGS','WEAPONS','TOBACCO','COUNTERFEIT','WILDLIFE','LITHIUM','CHEMICALS'])[kind_of]
"""

CASES = f"""
INSERT INTO cases_case (id, folded, number, title, state, severity, marking, category, category_name, lead_id, assignee_id, area_id,
    source, opened_at, verifying_at, handling_at, concluded_at, closed_at, violation_found, conclusion, crime_signs, override,
    override_by, overridden, kind, template_id, details, labels)
SELECT g, 'vv 2026 ' || lpad(g::text, 7, '0') || ' nghi ' || {_FOLDED_GOODS} || ' trong buu gui sm' || lpad(g::text, 8, '0')
         || ' kien ' || g %% 997 || CASE WHEN g %% 5000 = 3 THEN ' hiemthay' ELSE '' END,
       'VV-2026-' || lpad(g::text, 7, '0'), 'Nghi ' || {_GOODS} || ' trong bưu gửi SM' || lpad(g::text, 8, '0'), state,
       (ARRAY['critical','high','medium','medium','low','low'])[1 + floor(6 * r2)::int],
       CASE WHEN r2 < 0.03 THEN 'restricted' ELSE 'internal' END, {_CODES}, {_GOODS}, lead,
       CASE WHEN state <> 'received' AND lead = %(police)s THEN (%(people)s::bigint[])[1 + floor(r3 * cardinality(%(people)s::bigint[]))::int] END,
       CASE WHEN r3 < 0.9 THEN (%(areas)s::bigint[])[1 + floor(r3 / 0.9 * cardinality(%(areas)s::bigint[]))::int] END,
       'báo cáo', opened, CASE WHEN state <> 'received' THEN opened + interval '2 hours' END,
       CASE WHEN state IN ('handling', 'concluded', 'closed') THEN opened + interval '1 day' END,
       CASE WHEN state IN ('concluded', 'closed') THEN opened + interval '3 days' END,
       CASE WHEN state = 'closed' THEN opened + interval '4 days' END,
       CASE WHEN state IN ('concluded', 'closed') THEN r2 < 0.4 END,
       CASE WHEN state IN ('concluded', 'closed') THEN 'Đã xác minh' ELSE '' END, '', '', '', '[]', kind,
       (SELECT max(id) FROM cases_casekind k WHERE k.code = kind), '{{}}',
       CASE WHEN g %% 1000 = 7 THEN '["priority"]'::jsonb ELSE '[]'::jsonb END
FROM (SELECT g, now() - (%(size)s - g + 1) * (interval '1000 days' / %(size)s) AS opened, random() AS r1, random() AS r2, random() AS r3,
             random() AS r4, 1 + floor(8 * random() ^ 2)::int AS kind_of,
             (ARRAY['plain','plain','plain','plain','crime_report','crime_report','violation','violation','petition','complaint'])
                 [1 + floor(10 * random())::int] AS kind
      FROM generate_series(1, %(size)s) g) AS made
CROSS JOIN LATERAL (SELECT
    CASE WHEN g IN (7, 17) THEN 'handling' WHEN r1 > CASE WHEN g > 0.94 * %(size)s THEN 0.8 ELSE 0.02 END THEN 'closed'
         ELSE (ARRAY['received','verifying','verifying','handling','handling','concluded'])[1 + floor(6 * r4)::int] END AS state,
    CASE WHEN g IN (7, 17) OR r4 < 0.6 THEN %(police)s
         WHEN r4 < 0.95 THEN (%(bodies)s::bigint[])[1 + floor((r4 - 0.6) / 0.35 * cardinality(%(bodies)s::bigint[]))::int]
         ELSE (%(communes)s::bigint[])[1 + floor((r4 - 0.95) / 0.05 * cardinality(%(communes)s::bigint[]))::int] END AS lead) AS stands
"""
PARTICIPANTS = """
INSERT INTO cases_participant (case_id, organisation_id, role, from_at)
SELECT id, lead_id, 'lead', opened_at FROM cases_case
UNION ALL SELECT id, %(police)s, 'partner', opened_at FROM cases_case WHERE lead_id <> %(police)s AND id %% 2 = 0
UNION ALL SELECT id, (%(bodies)s::bigint[])[1 + id %% cardinality(%(bodies)s::bigint[])], 'partner', opened_at FROM cases_case
          WHERE lead_id = %(police)s AND id %% 4 = 1
"""
ITEMS = """
INSERT INTO cases_caseitem (case_id, operator_id, item_id, declared_content, hits, law, route, outcome, unit)
SELECT id, (%(operators)s::bigint[])[1 + id %% cardinality(%(operators)s::bigint[])], 'SM' || right(number, 7) || '-' || n, 'pháo hoa hộp', '[]', '',
       '', '', ''
FROM cases_case CROSS JOIN generate_series(1, 3) n WHERE n = 1 OR id %% 10 < 4 - n
"""
TASKS = """
INSERT INTO cases_casetask (case_id, part, code, name, note, required, state, reason, added_at, added_by, settled_by)
SELECT id, 'task', (ARRAY['verify_source', 'ask_operator'])[n], (ARRAY['Xác minh nguồn gửi', 'Hỏi doanh nghiệp'])[n], '', true, 'open',
       '', opened_at, 'Đo lường', ''
FROM cases_case CROSS JOIN generate_series(1, 2) n WHERE state <> 'closed'
"""
REPORTERS = """
INSERT INTO cases_reporter (case_id, organisation_id, report, feedback)
SELECT id, (%(operators)s::bigint[])[1 + id %% cardinality(%(operators)s::bigint[])], 'BC-2026-' || right(number, 7), '' FROM cases_case
WHERE id %% 5 < 3
"""
# Two lines of the timeline for every case; 5,000 of them, and as many notes and pieces of evidence, for the one with a long story.
EVENTS = """
INSERT INTO cases_caseevent (case_id, at, kind, who, body, facts)
SELECT id, opened_at + n * interval '1 minute', (ARRAY['opened','noted','outcome','assigned','joined'])[1 + n %% 5], 'Đo lường',
       'Công an tỉnh', jsonb_build_object('text', 'Diễn biến ' || n, 'level', 'inter_agency', 'source', 'báo cáo')
FROM cases_case CROSS JOIN LATERAL generate_series(0, CASE WHEN id = 17 THEN 4999 ELSE 1 END) n
"""
NOTES = """
INSERT INTO cases_note (case_id, level, text, organisation_id, author, marking, at)
SELECT id, (ARRAY['own','inter_agency'])[1 + n %% 2], 'Ghi chú ' || n || ': đã liên hệ bưu cục, chờ trả lời.', %(police)s, 'Đo lường',
       'internal', opened_at + n * interval '1 minute'
FROM cases_case CROSS JOIN LATERAL generate_series(1, CASE WHEN id = 17 THEN 5000 ELSE 1 END) n WHERE id = 17 OR id %% 3 = 0
"""
FILES = """
INSERT INTO files_storedfile (sha256, clean_sha256, clean_media_type, media_type, size, name, caption, scan, owner_id, arrived_at)
SELECT encode(sha256(n::text::bytea), 'hex'), encode(sha256(n::text::bytea), 'hex'), 'image/jpeg', 'image/jpeg', 200000, 'do-luong.jpg',
       '', '', %(police)s, now()
FROM generate_series(1, 5000) n
"""
EVIDENCE = """
INSERT INTO custody_evidence (folded, number, case_id, file_id, caption, "group", marking, origin, arrived_at, organisation_id, author,
    version)
SELECT 'cc 2026 ' || id, 'CC-2026-' || lpad(id::text, 7, '0'), 17, id, 'Ảnh gói số ' || id, 'photo', 'internal', '', arrived_at,
       %(police)s, 'Đo lường', 1
FROM files_storedfile WHERE name = 'do-luong.jpg'
"""
_CLOCK_COLUMNS = """
INSERT INTO clocks_clock (kind, subject, label, task, title, law, source, place, severity, url, button, limit_code, limit_name,
    limit_amount, limit_unit, limit_source, limit_verified, limit_statutory, max_extensions, extension_terms, extend_before_due,
    pause_allowed, rolls, warn_before, started_at, first_due_at, due_at, warn_at, finished_at, explanation, giver_id, holder_id)
"""
_LIMIT = "'do-luong', 'đo lường', 3, 'working_days', 'đo lường', false, false, 1, '[]', true, false, true, interval '1 day'"
# Of the running clocks one in twenty is over; the others end within the next two months. Every closed case had one that ended in time.
CASE_CLOCKS = f"""{_CLOCK_COLUMNS}
SELECT 'cases.verify', 'cases.case:' || id, number, 'Kết luận xác minh', title, '', 'báo cáo', '', severity,
    '/vu-viec/' || number, 'Mở', {_LIMIT}, opened_at, due, due, due - interval '1 day',
    CASE WHEN state IN ('concluded', 'closed') THEN opened_at + interval '3 days' END, '', lead_id, lead_id
FROM (SELECT *, CASE WHEN state IN ('concluded', 'closed') THEN opened_at + interval '4 days'
                     WHEN id %% 20 = 7 THEN opened_at + interval '1 minute'
                     ELSE now() + (id %% 90000 + 10) * interval '1 minute' END AS due
      FROM cases_case) AS due
"""
REPORTS = f"""
INSERT INTO intake_suspicionreport (id, folded, number, source, reporter_id, account_id, operator_id, point_id, area_id, client_key,
    item_id, declared_content, verdict, category, category_name, hits, law, signs, text, severity, state, found_at, sent_at,
    received_at, decided_at, decided_by, decline_reason, case_id)
SELECT g, 'bc 2026 ' || lpad(g::text, 7, '0') || ' sm' || lpad(g::text, 8, '0') || ' ' || {_FOLDED_GOODS} || ' ' || g %% 997,
       'BC-2026-' || lpad(g::text, 7, '0'), CASE WHEN r1 < 0.9 THEN 'operator' ELSE 'agency' END, operator, %(account)s, operator,
       operator, (%(areas)s::bigint[])[1 + g %% cardinality(%(areas)s::bigint[])], 'do-luong-' || g, 'SM' || lpad(g::text, 8, '0'), {_GOODS},
       'prohibited', {_CODES}, {_GOODS}, '[]', '', '[]', '', (ARRAY['critical','high','medium','low'])[1 + g %% 4], state, at, at, at,
       CASE WHEN state <> 'received' THEN at + interval '1 hour' END, CASE WHEN state <> 'received' THEN 'Đo lường' ELSE '' END,
       CASE WHEN state = 'declined' THEN 'Không có dấu hiệu' ELSE '' END, CASE WHEN state = 'accepted' THEN g END
FROM (SELECT g, now() - (%(size)s - g + 1) * (interval '1000 days' / %(size)s) AS at, random() AS r1,
             1 + floor(8 * random() ^ 2)::int AS kind_of,
             (%(operators)s::bigint[])[1 + g %% cardinality(%(operators)s::bigint[])] AS operator,
             CASE WHEN g %% 5 < 3 THEN 'accepted' WHEN g %% 50 = 4 THEN 'received' ELSE 'declined' END AS state
      FROM generate_series(1, %(size)s) g) AS made
"""
ROUTINGS = """
INSERT INTO intake_routing (report_id, organisation_id, role)
SELECT id, %(police)s, 'focal' FROM intake_suspicionreport
UNION ALL SELECT id, %(department)s, 'competent' FROM intake_suspicionreport WHERE id %% 3 = 0
"""
REPORT_CLOCKS = f"""{_CLOCK_COLUMNS}
SELECT 'intake.accept', 'intake.suspicionreport:' || id, number, 'Tiếp nhận', category_name, '', 'báo cáo', '', severity,
    '/bao-cao/' || number, 'Mở', {_LIMIT}, received_at, due, due, due - interval '1 hour',
    CASE WHEN state <> 'received' THEN received_at + interval '1 hour' END, '', %(police)s, %(police)s
FROM (SELECT *, CASE WHEN state <> 'received' THEN received_at + interval '4 hours' WHEN id %% 20 = 4 THEN received_at + interval '4 hours'
                     ELSE now() + (id %% 9000 + 10) * interval '1 minute' END AS due
      FROM intake_suspicionreport) AS due
"""
HITS = """
INSERT INTO items_hit (manifest_id, operator_id, item_id, day, accepted_at, point, declared_content, spans, verdict, category,
    category_name, severity, score, advice, law, route, catalogue, state, decided_at, decided_by, reason)
SELECT %(manifest)s, (%(operators)s::bigint[])[1 + g %% cardinality(%(operators)s::bigint[])], 'SM' || lpad(g::text, 8, '0'), current_date, now(), '',
       'pháo hoa hộp ' || g, '[]', CASE WHEN g %% 3 = 0 THEN 'conditional' ELSE 'prohibited' END, 'FIREWORKS', 'Pháo nổ',
       (ARRAY['critical','high','medium','low'])[1 + (g / 10) %% 4],
       (g %% 1000) / 1000.0, '', '', '', 'do-luong', state,
       CASE WHEN state = 'dismissed' THEN now() END, CASE WHEN state = 'dismissed' THEN 'Đo lường' ELSE '' END,
       CASE WHEN state = 'dismissed' THEN 'Hàng thường' ELSE '' END
FROM (SELECT g, CASE WHEN g %% 10 = 7 THEN 'open' ELSE 'dismissed' END AS state FROM generate_series(1, %(size)s) g) AS made
"""
MANIFESTS = """
INSERT INTO items_manifest (operator_id, manifest_id, revision, kind, profile, content_sha256, state, file_name, received_at,
    committed_at, accepted, refused, warnings, letters, documents, hits, catalogue, seconds_ms, uploaded_by, report, report_rows,
    reasons, vague, described, quality_sum)
SELECT (%(operators)s::bigint[])[1 + g %% cardinality(%(operators)s::bigint[])], 'do-luong-' || g, 1, 'full', 'native', '', 'committed',
       'do-luong.csv', at, at, 500, 0, 0, 0, 0, 3, '', 0, 'do-luong', '[]', 0, '{"D2": 40}', '{"hàng hóa": 40}', 500, 45000
FROM (SELECT g, now() - (%(size)s - g + 1) * (interval '1000 days' / %(size)s) AS at FROM generate_series(1, %(size)s) g) AS made
"""
RECORDS = """
INSERT INTO audit_record (at, written_at, action, subject, label, body, account, actor, facts, digest)
SELECT opened_at, opened_at, 'cases.opened', 'cases.case:' || id, number, 'cong-an-tinh', 'do-luong', '{}', '{}', sha256(number::bytea)
FROM cases_case
"""
STATEMENTS = (
    CASES, PARTICIPANTS, ITEMS, TASKS, REPORTERS, EVENTS, NOTES, FILES, EVIDENCE, CASE_CLOCKS, REPORTS, ROUTINGS, REPORT_CLOCKS,
    MANIFESTS, HITS, RECORDS,
)  # fmt: skip
TABLES = (
    "cases_case", "cases_participant", "cases_caseitem", "cases_casetask", "cases_reporter", "cases_caseevent", "cases_note",
    "files_storedfile", "custody_evidence", "clocks_clock", "intake_suspicionreport", "intake_routing", "items_manifest", "items_hit",
    "audit_record",
)  # fmt: skip
