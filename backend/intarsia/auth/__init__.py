"""Who is calling: sign-in, tokens, rotation, revocation, permissions."""
