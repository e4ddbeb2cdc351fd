"""The catalogue in templates: `{% load goods %}`."""
