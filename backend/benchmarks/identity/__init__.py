"""What signing in costs, beside what other stacks pay for it."""
