"""Cases (vụ việc): one file from report to closure, its items, participants, notes and timeline, and what must be tied before it closes.

Serves points 2d (verify, investigate, handle), 1d, 3b, 4b and 6d. A case has five states; a referral is a row of its own.
A higher room that starts something which must end before the case may close opens a `LooseEnd` and ties it later.
"""
