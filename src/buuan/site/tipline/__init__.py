"""The public's tip line as a site of its own within the server: what reaches it, what it answers with, what it logs. See `door`."""
