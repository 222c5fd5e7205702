"""Clusters of any shape on any attributes: compared, chosen, named, explained, and placeable."""

from rfm.studies.making import STUDY_STEPS, study
from rfm.studies.settings import StudySettings
from rfm.studies.study import Study

__all__ = ["STUDY_STEPS", "Study", "StudySettings", "study"]
