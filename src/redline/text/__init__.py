"""A story (body, note, header) as addressed paragraphs of flat text, with a way back to the runs."""
