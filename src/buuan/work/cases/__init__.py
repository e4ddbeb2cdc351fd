"""Cases (vụ việc): one file from report to closure, with its items, participants, notes and timeline.

Serves points 2d (verify, investigate, handle), 1d, 3b, 4b and 6b. A case has five states; a referral is a row of its own.
A higher room that starts something which must end before the case may close opens a `LooseEnd` and ties it later.
"""
