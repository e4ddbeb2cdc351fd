"""Clocks (hạn xử lý): who must do what about which record by when.

One engine for every time limit of the platform, statutory or our own: it starts, pauses, resumes, is extended (once,
unless the limit's row says otherwise; the first due time is kept), asks for an explanation (giải trình) when it ends
late, and escalates by a ladder. The five buckets (chưa đến hạn · sắp đến hạn · quá hạn · hoàn thành đúng hạn · hoàn
thành quá hạn) are computed, never typed, and every due time can say in a sentence how it came about. The worklist of an
organisation (việc của đơn vị) is its open clocks.

A clock keeps the limit and the ladder that were in force on the day it started. Limits are dated rows of the law register;
ladders and the working calendar are rows of this room, which the law register loads. Serves points 1e and 2d
of the directive directly, and every other point by carrying its deadlines.
"""
