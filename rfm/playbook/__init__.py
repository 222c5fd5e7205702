"""What to do with each group: a play for every segment and cluster, to be changed by the shop."""

from rfm.playbook.play import LONGEST, TEXTS, Play, plays_for, read_play

__all__ = ["LONGEST", "TEXTS", "Play", "plays_for", "read_play"]
