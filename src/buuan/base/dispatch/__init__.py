"""Notices (thông báo, phát hành): what a body or operator is told, to whom it was delivered, and who has opened it.

Written in the sender's transaction; nothing leaves the machine inside an action. Here the page is the only channel;
urgent sending with acknowledgement and escalation builds on the same rows.
"""
