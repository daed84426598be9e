"""A crowd of Deployments for `watching.py`."""
