"""The screening engine: Arrow in, Arrow out; no Django, no database, no clock."""
