"""Organisations (cơ quan, đơn vị, doanh nghiệp): dated rows with kind, parent, successors, contacts; operators are trees."""
