"""The law register (văn bản, thời hạn, lịch làm việc): what the law says, as dated rows with their source.

It holds the legal documents and provisions (văn bản quy phạm pháp luật, quy định), the time limits of every procedure
and our own service targets (thời hạn), the ladders by which a silent clock climbs (thang báo lên cấp trên), and the
working calendar with public holidays and swapped days (ngày nghỉ, ngày làm bù). Every row has a validity, a source, and
a mark that tells whether somebody has read that source; what nobody has read is never printed on an official paper.
Nothing here is a constant in code: a record keeps the row that was in force on the day of the act. Serves points 1b and
1e of the directive and carries the deadlines of all others.

The limits by which the rooms above start their clocks and end their holds; how long each is, and by which ladder it climbs,
stands in its row (`queries.limit_in_force(code, on)`):

    intake.accept_critical   the focal point takes in a report on critical or high goods
    intake.accept            the focal point takes in any other report
    intake.clerk_hold        a clerk's own hold ends by itself when the focal point is silent
    items.keep               the archive deletes what was declared longer ago (our own target, never more than 90 days)
    cases.verify             a case is verified and concluded (our own target)
    crime_report.decide      the same where the matter is a crime report (statutory)
    cases.feedback           whoever reported is told what came of it
"""
