"""Figures (l): what a first visit weighs, beside the same customers in Vizro and Streamlit."""
