"""Pages of cases, and of their referrals."""
