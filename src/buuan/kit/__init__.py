"""Pure helpers that know no domain and no Django."""
