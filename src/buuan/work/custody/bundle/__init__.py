"""The bundle (gói hồ sơ): a case as one ZIP with its proof, which anybody can verify with plain Python and nothing else."""
