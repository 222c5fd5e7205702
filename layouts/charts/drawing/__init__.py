"""What all charts are drawn with: axes, labels, marks and looks."""
