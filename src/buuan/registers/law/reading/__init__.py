"""Reads the register's shipped rows (`data/*.yaml`) into plain values, and refuses files that contradict themselves.

Pure apart from opening the package's own files. All faults of a file are reported at once, each with its row. Every
call reads its file anew; who needs the rows often keeps the answer.
"""

from buuan.registers.law.reading.calendar import parse_calendar, read_calendar
from buuan.registers.law.reading.documents import parse_documents, read_documents
from buuan.registers.law.reading.fields import BrokenRegister
from buuan.registers.law.reading.limits import parse_ladders, parse_limits, read_ladders, read_limits
from buuan.registers.law.reading.rows import (
    FORMS,
    LIMIT_KINDS,
    MARKS,
    DocumentRow,
    LadderRow,
    LimitRow,
    ProvisionRow,
    in_force,
)

__all__ = [
    "FORMS",
    "LIMIT_KINDS",
    "MARKS",
    "BrokenRegister",
    "DocumentRow",
    "LadderRow",
    "LimitRow",
    "ProvisionRow",
    "in_force",
    "parse_calendar",
    "parse_documents",
    "parse_ladders",
    "parse_limits",
    "read_calendar",
    "read_documents",
    "read_ladders",
    "read_limits",
]
