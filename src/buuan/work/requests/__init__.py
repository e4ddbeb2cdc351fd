"""Requests for information (yêu cầu cung cấp thông tin): a competent body asks operators and other bodies, by a due time.

Serves point 7f of the operators and helps 2d. What may be asked is what a stop order may rest on: the same dated rows, the same
ceilings and the same refusals as `work/interdiction`, and never every item of a person without goods or danger. Words: căn cứ,
phạm vi, người duyệt, hạn trả lời, nơi được yêu cầu, trả lời, không cung cấp được (lý do).
"""
