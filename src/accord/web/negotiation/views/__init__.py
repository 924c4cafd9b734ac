"""The pages of the negotiation: the text, one's proposal, the rounds, the compiled text, the files."""
