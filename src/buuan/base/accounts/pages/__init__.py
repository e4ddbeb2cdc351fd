"""Pages of accounts: the door, one's own account, the second factor, the table of rights, and the administrator's."""
