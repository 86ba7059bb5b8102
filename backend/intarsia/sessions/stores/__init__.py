"""Where session records are kept: one contract, one file per engine."""
