"""Marks of orders and items."""
