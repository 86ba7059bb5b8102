"""A person's sign-ins: where they are signed in, what happened there, and how to end it."""
