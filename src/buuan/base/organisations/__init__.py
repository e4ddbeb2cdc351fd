"""Organisations (cơ quan, doanh nghiệp, đơn vị, đại lý): dated rows with kind, parent, successors and contacts.

Who a point of the directive binds is said by kind and answered as of a day, through every succession (sections 1 to 7).
Operators are trees: enterprise (doanh nghiệp), branch (chi nhánh), centre, post office, point, agent (đại lý); each names a
leader for safety and security (lãnh đạo phụ trách an toàn, an ninh) and a 24/7 contact (đầu mối 24/7).
"""
