"""Files by hash (tệp, ảnh): checked by content, kept once under their SHA-256, never overwritten; photos leave without metadata."""
