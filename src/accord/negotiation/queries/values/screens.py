"""What the room's screen shows, and two language versions beside one another."""

from dataclasses import dataclass

from accord.negotiation.queries.values.rounds import BaseView, ParagraphView, RoundView


@dataclass(frozen=True, slots=True)
class ScreenView:
    """One paragraph for the room: its section's heading, its words with all amendments, the words agreed if any.

    `seen` names the Chair's last act: a page that names another follows her. `before` and `after` are the anchors of
    the paragraphs next to it in the order of discussion, "" at its ends; `at` is its place there, `of` how many there
    are. `paragraph` is None in a text without words. `turned_now`: whoever leads the screen turned to it just now.
    """

    round: RoundView
    base: BaseView
    heading: str
    paragraph: ParagraphView | None
    agreed: str
    seen: str
    before: str
    after: str
    at: int
    of: int
    turned_now: bool = False
