"""The demo province: invented people and a seeded month, made through the very actions that real people use."""
