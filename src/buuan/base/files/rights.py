"""Who clears away uploads that stopped half-way; what may be uploaded for what is asked by the rooms that take files in."""

from buuan.kit.right import right

RIGHTS = (right("files.drop_stale_uploads", "Bỏ tệp tải lên dở dang", "system"),)
