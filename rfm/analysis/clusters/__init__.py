"""Clusters of any shape on any attributes: compared, chosen, named, explained, and placeable."""

from rfm.analysis.clusters.making import STUDY_STEPS, study
from rfm.analysis.clusters.settings import StudySettings
from rfm.analysis.clusters.study import Study

__all__ = ["STUDY_STEPS", "Study", "StudySettings", "study"]
