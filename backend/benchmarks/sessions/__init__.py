"""What sessions and preferences cost, beside Express and a plain route."""
