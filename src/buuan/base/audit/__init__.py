"""Chained records (nhật ký, chuỗi ghi nhận): who did what about what, when and from where, so that no change stays hidden.

Every action writes its record in its own transaction. A record carries the SHA-256 of its own canonical form from the
moment it is written; a sealer links the committed records into one chain every few seconds, so that writers never wait
for each other. The database itself refuses to change or remove a record or a link.
"""
