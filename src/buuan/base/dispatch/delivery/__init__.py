"""Delivering outside: the guard of addresses, the ways to send, the loop of the worker."""
