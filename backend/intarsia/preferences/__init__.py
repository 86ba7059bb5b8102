"""Three of the settings under shorter names; guests keep theirs in a signed cookie."""
