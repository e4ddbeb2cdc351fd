"""Registers of attempts (sổ các lần yêu cầu): what a powerful act was tried for, refused ones too, so that nobody tries in silence.

Every room with such acts keeps a register of its own on these columns; it names nobody who was sought. No table stands here.
"""
