"""Clusters of false senders (cụm người gửi giả): many parcels of one hand, every sender's name another.

Serves points 3a, 4a and 7c. Every night each operator's declared parcels of the last seven days are looked through by
`engine.clusters`; what is found is kept with keyed hashes and counts only. Names and numbers stay in the encrypted archive until an
officer asks for them with a reason, which is recorded. A cluster is a reason to look, never a finding.
"""
