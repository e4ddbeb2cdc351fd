"""The law register (văn bản, thời hạn, lịch làm việc): what the law says, as dated rows with their source.

It holds the legal documents and provisions (văn bản quy phạm pháp luật, quy định), the time limits of every procedure
and our own service targets (thời hạn), the ladders by which a silent clock climbs (thang báo lên cấp trên), and the
working calendar with public holidays and swapped days (ngày nghỉ, ngày làm bù). Every row has a validity, a source, and
a mark that tells whether somebody has read that source; what nobody has read is never printed on an official paper.
Nothing here is a constant in code: a record keeps the row that was in force on the day of the act. Serves points 1b and
1e of the directive and carries the deadlines of all others.
"""
