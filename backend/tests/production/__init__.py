"""The production stack as `make prod-up` starts it; `make test-prod` runs these."""
