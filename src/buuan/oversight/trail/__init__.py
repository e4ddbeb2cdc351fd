"""Trail (nhật ký xem dữ liệu): what the auditor reads of who looked at personal data and sensitive files, and why."""
