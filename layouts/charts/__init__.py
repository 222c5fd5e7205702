"""Every chart of the dashboard, one module a family; frames and words in, a plotly figure out.

Each question has three functions of the same noun: `draw_<noun>` the figure, `finding_of_<noun>`
the sentence that titles its card, `caption_of_<noun>` what is shown and what was left out.
"""
