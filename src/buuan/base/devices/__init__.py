"""Phones of counters (máy quầy): each enrolled to its point, and a PIN for each clerk who works on it.

A phone is enrolled by a code that the head of the point shows; a clerk signs in on it with six digits. A session begun so is short,
bound to that phone, may not touch the account itself, and ends with it. Words: ghi danh máy, mã ghi danh, mã PIN, thu hồi.
"""
