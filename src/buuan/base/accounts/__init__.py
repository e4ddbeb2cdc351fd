"""People (tài khoản): accounts that belong to one organisation, roles, sign-in, sessions and API tokens, and the `Actor` made of them."""
