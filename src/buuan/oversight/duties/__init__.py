"""The duties (nhiệm vụ) that a directive (chỉ thị) lays on each body: its points, their owners, and the proof that they are done."""
