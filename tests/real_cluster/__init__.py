"""Against whatever cluster KUBECONFIG names: `pytest -m cluster`."""
