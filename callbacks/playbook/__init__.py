"""Playbook at work."""
