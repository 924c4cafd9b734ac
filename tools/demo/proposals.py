"""What each delegation of the demo proposes: edits by paragraph number, matrix row and column.

An item or sub-item is named by its number ("7", "3(a)"), a paragraph without one by "plain 2" (the second), a row of the matrix by "row 3".
"""

from tools.demo.edits import Edit, add, add_row, cut, drop, drop_row, look, move, new, plain, sub

# (paragraph, first draft, revision): what rev. 1 took up from the first round.
TAKEN_UP = [
    ("19", "Every four years", "Every two years"),
    ("13", "forty-eight hours", "twenty-four hours"),
    ("9", "the communities that they serve.", "the communities that they serve, in their own languages."),
    ("4", "one contact point for emergencies", "two contact points for emergencies"),
]

FIRST_ROUND: dict[str, list[Edit]] = {
    "AR": [
        sub(
            "1", "coordinate the prevention of disasters", "strengthen the coordination of the prevention of disasters"
        ),
        sub("4", "one contact point", "two contact points"),
        sub("row 2", "2027", "2027–2028", column=4),
    ],
    "BR": [
        sub("2", "replaces none of them", "neither replaces nor duplicates any of them"),
        add("9", "the communities that they serve", ", in their own languages"),
    ],
    "CA": [
        add("9", "the communities that they serve", ", with equal participation of women and men"),
        drop("17"),
    ],
    "MX": [
        sub("19", "Every four years", "Every two years"),
        sub("13", "forty-eight hours", "twenty-four hours"),
    ],
    "PE": [
        sub("19", "Every four years", "Every two years"),
        new("19", "The results of each exercise are published."),
    ],
}

SECOND_ROUND: dict[str, list[Edit]] = {
    "AR": [
        sub("6", "shall", "should"),
        cut("8", ", and their cost"),
        add("3(a)", "independence of assistance", ", in keeping with resolution 46/182"),
        new("16", "A State that has offered assistance may withdraw it when the safety of its personnel so requires."),
        sub("row 1", "the ten largest cities", "the twenty largest cities", column=2),
    ],
    "BR": [
        sub("7", "will", "undertakes to"),
        cut("8", ", and their cost"),
        sub("14", "shall waive", "shall, in accordance with its laws, waive"),
        drop("17"),
        add_row(
            "row 4",
            "Early warning",
            "Warnings by community radio, in indigenous languages",
            "National regulators",
            "2028",
            "Stations taking part",
        ),
    ],
    "CA": [
        add("7", "offer to others", ", including search and rescue, field hospitals and clean water"),
        new("8", "The list is open to civil protection authorities only."),
        add("3(d)", "those at greatest risk", ", and to the different needs of women, men, girls and boys"),
        sub("plain 2", "hazards respect no border", "hazards, natural and technological, respect no border"),
        sub("row 5", "by certified level", "by level certified under the INSARAG guidelines", column=2),
    ],
    "CL": [
        sub("6", "shall", "should"),
        sub("10", "should reflect", "shall reflect"),
        sub("23", "every two years", "every three years"),
        drop_row("row 2"),
        add("11", "meet the standard", ", and reports on it"),
    ],
    "MX": [
        add("7", "Each Member State", ", within its means,"),
        cut("8", ", and their cost"),
        sub("12", "through its contact point", "through its contact point or its diplomatic mission"),
        sub("13", "twenty-four hours", "twelve hours"),
        sub("row 3", "every month", "every three months", column=2),
        look("heading 5", "pageBreakBefore"),
    ],
    "PE": [
        add("7", "offer to others", ", including search and rescue, field hospitals and clean water"),
        sub("13", "twenty-four hours", "six hours"),
        sub("21", "the smallest States", "the smallest and the least developed States"),
        new("19", "The results of each exercise are published within three months."),
        sub("row 9", "Every year", "Every two years", column=4),
        sub("footnote 1", "for 2015 to 2024", "for 2016 to 2025"),
        move("17", "15"),
    ],
    "JM": [
        plain("4", "two contact points", "three contact points"),
        add("21", "A voluntary fund", ", administered by the General Secretariat,"),
        sub("16", "the assisting State unless the two States agree otherwise beforehand", "the assisting State"),
        add("plain 3", "a single hurricane", " or earthquake"),
        plain("23", "every two years", "every year"),
        sub("row 6", "two places", "three places, one of them in the Caribbean", column=2),
    ],
    "AG": [
        add("4", "when they change", ", within one week"),
        sub("21", "the smallest States", "small island developing States"),
        drop("17"),
        new("22", "The report lists the requests made under this Plan and the time taken to answer each of them."),
    ],
}

SECOND_ROUND_SPANISH: dict[str, list[Edit]] = {
    "CO": [
        sub("7", "llevará", "procurará llevar"),
        add(
            "9",
            "las comunidades a las que sirven",
            ", en particular los pueblos indígenas y las comunidades afrodescendientes",
        ),
        new("15", "El personal de socorro lleva en lugar visible el emblema de su institución."),
        sub("row 4", "sin costo", "sin costo para el usuario", column=2),
    ],
}
