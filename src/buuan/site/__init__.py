"""Settings, the table of rooms, addresses, API, menu and command line."""
