"""What people do with their own account: make it, prove it, change its password, take it, leave."""
