"""The rules of the check, one module per group; each declares its `Rule`s beside the function that applies them."""
