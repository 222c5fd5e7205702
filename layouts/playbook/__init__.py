"""Playbook: what to do with each group."""
