"""The chat page, its API and what a running product says about itself."""
