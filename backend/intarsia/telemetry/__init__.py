"""How loading remotes goes in browsers."""
