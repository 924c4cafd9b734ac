"""The pages' views, one module per noun."""
