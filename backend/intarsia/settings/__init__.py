"""How each person wants the product to look and behave, over what the organisation chose."""
