"""Urgent interdiction (lệnh ngăn chặn khẩn cấp): a competent body's request to keep named items from moving, as a closed loop.

Serves point 7b and helps 2d. An order says body, officer, ground, reason, scope, what is asked and when it ends; who drafts it
never approves it. What a ground allows stands in dated rows (`data/grounds.yaml`) under ceilings in `rules/bounds.py` that no row
and no setting can widen. Words: lệnh ngăn chặn, căn cứ, phạm vi, tạm giữ, giải tỏa, không giữ được (lý do), xác nhận, diễn tập.
"""
