"""Paragraphs that delegations add get their numbers ("8 bis"): given once, they do not move."""

from collections.abc import Sequence

from accord.negotiation.models import AddedLabel, Proposal, RoundBase
from accord.negotiation.queries.pieces import Layer, amendments_of, paragraphs_of, rendered


def give_numbers(base: RoundBase, proposals: Sequence[Proposal]) -> None:
    """Give each paragraph that these proposals add for the first time its number; numbers given before do not move."""
    layers = [Layer.of(each) for each in proposals]
    amendments = {each.code: amendments_of(each.proposal, each.file, base.sha256) for each in layers}
    given = AddedLabel.objects.filter(base=base).values_list("after", "content", "ordinal")
    labels = {(after, content): ordinal for after, content, ordinal in given}
    fresh = []
    for address, piece in rendered(paragraphs_of(base), amendments, layers, labels).items():
        # What is put in at the start of a story is behind no paragraph; only the body's is numbered.
        for after, added in [("", each) for each in piece["before"]] + [(address, each) for each in piece["after"]]:
            if added["ordinal"] and (after, added["content"]) not in labels:
                labels[(after, added["content"])] = added["ordinal"]
                fresh.append(AddedLabel(base=base, after=after, content=added["content"], ordinal=added["ordinal"]))
    AddedLabel.objects.bulk_create(fresh)
