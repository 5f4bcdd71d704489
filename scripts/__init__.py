"""Scripts that build what is embedded; users never need them."""
