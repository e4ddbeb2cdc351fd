"""People (tài khoản): accounts of organisations, roles, sign-in, sessions, API tokens, and the `Actor` made of them."""
