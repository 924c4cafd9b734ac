"""Who is given what by every rule of every policy.py, thought out, not measured: the oracle the rules are held against.

A row's name is the rule's, and after "@" which object it is asked about where that matters. The letters stand for the
actors in the order of ACTORS: o given, x not. What is shown at the close is asked before it: the hour is
`tests/negotiation/test_policy.py`'s.
"""

ACTORS = (
    "system",
    "link holder",  # of a personal link whose number is that of AG's focal point among persons
    "staff",  # the installation's, without an office in this group
    "stranger",  # presides over another group
    "AG expert",
    "BR expert",
    "AG focal point",
    "BR focal point",
    "acting for CL",
    "away for CL",  # CL's regular focal point while another acts
    "chair",
    "vice chair",
    "secretariat",  # the group's, and staff of the installation's
)

RULES = """
# rule                           system, link | staff, stranger | experts AG BR | focal points AG BR | acting, away |
#                                chair, vice chair, secretariat

# people
GROUP_ADMINISTERED               xx xx xx xx xx ooo
GROUP_AT_DELEGATIONS_LEVEL       xx xx xx oo ox ooo
GROUP_OF_EXPERT                  xx xx oo oo oo ooo
DELEGATION_SPOKEN_FOR            xx xx xx ox xx xxx
DELEGATION_SPOKEN_FOR@CL         xx xx xx xx ox xxx
DELEGATION_ROOM                  xx xx ox ox xx xxx
DELEGATION_ROOM@CL               xx xx xx xx ox xxx
DELEGATION_APPOINTABLE           xx xx xx xx xx ooo
DELEGATION_LED                   xx xx xx ox xx ooo
DELEGATION_LED@CL                xx xx xx xx xo ooo
EXPERT_MODERATED                 xx xx xx ox xx xxx
EXPERT_MODERATED@CL              xx xx xx xx ox xxx
APPOINTMENT_NOTE                 xx xx xx ox xx ooo
APPOINTMENT_NOTE@CL              xx xx xx xx ox ooo
APPOINTMENT_ENDED_BY             xx xx xx xx xx xxx
APPOINTMENT_ENDED_BY@CL          xx xx xx xx xo ooo
APPOINTMENT_RECALLED_BY          xx xx xx xx xx ooo
APPOINTMENT_RECALLED_BY@CL       xx xx xx xx xx xxx
OFFICE_ADMINISTERED              xx xx xx xx xx ooo
PERSON_REGISTERED                ox ox xx xx xx xxo
PERSON_REGISTERED@expert         ox xx xx xx xx xxx
PERSON_INVITED_BY                ox ox xx xx xx ooo
PERSON_INVITED_BY@expert         ox xx xx ox xx xxx
ACCOUNT_OWN                      xx xx xx ox xx xxx
PERSON_SELF                      xx xx xx ox xx xxx
LINK_OWN                         xx xx xx ox xx xxx

# library and texts: the base document, a restricted paper, a file that waits for the Chair to publish it
DOCUMENT_READABLE                xx xx oo oo oo ooo
DOCUMENT_READABLE@restricted     xx xx xx oo ox ooo
DOCUMENT_ADMINISTERED            xx xx xx xx xx ooo
VERSION_ADMINISTERED             xx xx xx xx xx ooo
LANGUAGE_VERSION_READABLE        xx xx oo oo oo ooo
LANGUAGE_VERSION_READABLE@restricted xx xx xx oo ox ooo
HELD_FILE_OWN                    xx xx xx xx xx oxx
TEXT_READABLE                    xx xx oo oo oo ooo

# mailings: a letter to AG's focal point, one that failed, work that failed
LETTER_READABLE                  ox xx xx ox xx xxx
LETTER_FAILED                    ox ox xx xx xx xxo
JOB_DEAD                         ox ox xx xx xx xxo
ADDRESSEE_ADMINISTERED           ox xx xx xx xx ooo

# a round
CALENDAR_VISIBLE                 xx xx oo oo oo ooo
ROUND_VISIBLE                    xx xx xx oo ox ooo
ROUND_ADMINISTERED               xx xx xx xx xx ooo
ROUND_PROPOSABLE                 xx xx xx oo ox xxx
BASE_VISIBLE                     xx xx xx oo ox ooo
BASE_COMPILABLE                  xx xx xx xx xx ooo
BASE_ADMINISTERED                xx xx xx xx xx ooo
BASE_SPOKEN_ON                   xx xx xx oo ox xxx
BASE_SPOKEN_ON@sealed            xx xx xx xx xx xxx
REOPENING_ADMINISTERED           xx xx xx xx xx ooo
DEADLINE_VISIBLE                 xx xx xo xo xx xxx
DISPATCH_VISIBLE                 xx xx xx oo ox ooo
SILENCE_VISIBLE                  xx xx xx oo ox ooo
SILENCE_ADMINISTERED             xx xx xx xx xx ooo
SILENCE_ANSWERABLE               xx xx xx oo ox xxx

# AG's proposal, and what hangs on it; the same in a round that is sealed until its close
PROPOSAL_VISIBLE                 xx xx xx oo ox ooo
PROPOSAL_VISIBLE@checking        xx xx xx ox xx xxx
PROPOSAL_VISIBLE@sealed          xx xx xx ox xx xxx
PROPOSAL_SPOKEN_FOR              xx xx xx ox xx xxx
DRAFT_OWN                        xx xx xx ox xx xxx
LODGING_VISIBLE                  xx xx xx ox xx ooo
TRANSLATION_VISIBLE              xx xx xx oo ox ooo
TRANSLATION_VISIBLE@sealed       xx xx xx ox xx xxx
COMPILATION_VISIBLE              xx xx xx oo ox ooo
COMPILATION_VISIBLE@sealed       xx xx xx xx xx xxx
OUTPUT_VISIBLE                   xx xx xx oo ox ooo
OUTPUT_VISIBLE@sealed            xx xx xx xx xx xxx
WORDING_VISIBLE                  xx xx xx oo ox ooo
WORDING_VISIBLE@sealed           xx xx xx ox xx xxx
WORDING_OPEN                     xx xx xx oo ox xxx
WORDING_OPEN@sealed              xx xx xx ox xx xxx
WORDING_OWN                      xx xx xx ox xx xxx
WORDING_OWN@sealed               xx xx xx ox xx xxx

# where a paragraph stands, which waits for BR
PLACE_VISIBLE                    xx xx xx oo ox ooo
PLACE_VISIBLE@sealed             xx xx xx xx xx xxx
STEP_VISIBLE                     xx xx xx oo ox ooo
STEP_VISIBLE@sealed              xx xx xx xx xx xxx
STEP_AWAITS                      xx xx xx xo xx xxx

# a next version in the making, about which BR is asked, and one that is published
REVISION_VISIBLE                 xx xx xx xx xx ooo
REVISION_VISIBLE@published       xx xx xx oo ox ooo
REVISION_ADMINISTERED            xx xx xx xx xx ooo
QUESTION_PUT                     xx xx xx xo xx xxx
QUESTION_PUT@ended               xx xx xx xx xx xxx
"""


def rows(table: str = RULES) -> dict[str, dict[str, str]]:
    """Return the letter of each actor by row name; ValueError for a row that is not one."""
    found: dict[str, dict[str, str]] = {}
    for line in table.splitlines():
        if not line or line.startswith("#"):
            continue
        name, *groups = line.split()
        letters = "".join(groups)
        if name in found or len(letters) != len(ACTORS) or set(letters) - set("ox"):
            raise ValueError(f"Not a row, or twice: {line}")
        found[name] = dict(zip(ACTORS, letters, strict=True))
    return found
