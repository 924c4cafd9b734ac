"""Who may enter where: every page of the product, every method it answers, every actor; thought out, not measured.

A row's name is the page's, and after "@" the object that the address names where it matters which. The letters stand
for the actors in the order of ACTORS:

    o  open: any answer but 404, 405 and the way to the sign-in page
    x  shut: 404, the same as where there is nothing
    s  shown the way to the sign-in page (a reader who has not signed in)
    e  told that the link has ended (410): a secret that opens nothing

HEAD answers as GET does. A method that a page does not list answers 405 to everybody.
"""

ACTORS = (
    "visitor",
    "stranger",  # signed in; presides over another group
    "AG expert",
    "BR expert",
    "AG focal point",
    "BR focal point",
    "acting for CL",
    "away for CL",  # CL's regular focal point while another acts
    "chair",
    "vice chair",
    "secretariat",  # the group's, and staff of the installation's
    "link holder",  # not signed in; a personal link's secret in the address of the page that takes one
)

PAGES = """
# page                           method  visitor, stranger | experts AG BR | focal points AG BR | acting, away | chair,
#                                vice chair, secretariat | holder of a link

# The same for everybody
asset                            GET     oo oo oo oo ooo o
health                           GET     oo oo oo oo ooo o
health-live                      GET     oo oo oo oo ooo o
help                             GET     oo oo oo oo ooo o
guide                            GET     oo oo oo oo ooo o
support                          GET     oo oo oo oo ooo o
support                          POST    oo oo oo oo ooo o
support-sent                     GET     oo oo oo oo ooo o
home                             GET     oo oo oo oo ooo o
language                         POST    oo oo oo oo ooo o

# One's own account (O6, O7)
sign-in                          GET     oo oo oo oo ooo o
sign-in                          POST    oo oo oo oo ooo o
sign-out                         POST    xo oo oo oo ooo x
activate                         GET     ee ee ee ee eee o
activate                         POST    ee ee ee ee eee o
account                          GET     so oo oo oo ooo s
account                          POST    xo oo oo oo ooo x
change-password                  GET     so oo oo oo ooo s
change-password                  POST    xo oo oo oo ooo x
sessions                         GET     so oo oo oo ooo s
sessions                         POST    xo oo oo oo ooo x
sign-in-code                     GET     oo oo oo oo ooo o
sign-in-code                     POST    oo oo oo oo ooo o
confirm-password                 GET     so oo oo oo ooo s
confirm-password                 POST    xo oo oo oo ooo x
second-step                      GET     so oo oo oo ooo s
second-step-on                   GET     so oo oo oo ooo s
second-step-on                   POST    xo oo oo oo ooo x
second-step-off                  GET     so oo oo oo ooo s
second-step-off                  POST    xo oo oo oo ooo x
recovery-codes                   GET     so oo oo oo ooo s
recovery-codes                   POST    xo oo oo oo ooo x
sign-in-passkey                  GET     oo oo oo oo ooo o
sign-in-passkey                  POST    oo oo oo oo ooo o
passkeys                         GET     so oo oo oo ooo s
passkey-new                      GET     so oo oo oo ooo s
passkey-new                      POST    xo oo oo oo ooo x
passkey-remove                   GET     sx xx ox xx xxx s
passkey-remove                   POST    xx xx ox xx xxx x

# The group, to whoever takes part in it
overview                         GET     sx oo oo oo ooo s
meetings                         GET     sx oo oo oo ooo s
calendar                         GET     sx oo oo oo ooo s
calendar                         POST    xx oo oo oo ooo x
feed                             GET     ee ee ee ee eee o
meeting-new                      GET     sx xx xx xx ooo s
meeting-new                      POST    xx xx xx xx ooo x
officers                         GET     sx xx xx xx ooo s
officers                         POST    xx xx xx xx ooo x
end-office                       GET     sx xx xx xx ooo s
end-office                       POST    xx xx xx xx ooo x
addressees                       GET     sx xx xx xx ooo s
addressees                       POST    xx xx xx xx ooo x
dispatch                         GET     sx xx xx xx ooo s
dispatch                         POST    xx xx xx xx ooo x
customs                          GET     sx xx xx xx ooo s
customs                          POST    xx xx xx xx ooo x
silence                          GET     sx xx oo ox ooo s
silence-open                     GET     sx xx xx xx ooo s
silence-open                     POST    xx xx xx xx ooo x
silence-answer                   POST    xx xx oo ox xxx x
silence-cancel                   POST    xx xx xx xx ooo x

# Who speaks for a delegation (O4, O9, O14a): AG's seat, then CL's, whose focal point is away
delegations                      GET     sx xx oo ox ooo s
seat                             GET     sx xx xx xx ooo s
seat                             POST    xx xx xx xx ooo x
delegation                       GET     sx xx ox xx ooo s
delegation@CL                    GET     sx xx xx xo ooo s
appoint                          GET     sx xx xx xx ooo s
appoint                          POST    xx xx xx xx ooo x
hand-over                        GET     sx xx xx xx ooo s
hand-over                        POST    xx xx xx xx ooo x
acting                           GET     sx xx ox xx ooo s
acting                           POST    xx xx ox xx ooo x
acting@CL                        GET     sx xx xx xo ooo s
acting@CL                        POST    xx xx xx xo ooo x
end                              GET     sx xx xx xx ooo s
end                              POST    xx xx xx xx ooo x
end@CL                           GET     sx xx xx xo ooo s
end@CL                           POST    xx xx xx xo ooo x
note                             GET     sx xx xx ox ooo s
link                             POST    xx xx xx xx ooo x

# A delegation's own room (O5, O10-O13): each enters her own; nobody else's, nobody at the front
experts                          GET     sx oo oo ox xxx s
admit                            GET     sx xx oo ox xxx s
admit                            POST    xx xx oo ox xxx x
remove                           GET     sx xx ox xx xxx s
remove                           POST    xx xx ox xx xxx x
remove@BR                        GET     sx xx xo xx xxx s
remove@BR                        POST    xx xx xo xx xxx x
expert-link                      POST    xx xx ox xx xxx x
expert-link@BR                   POST    xx xx xo xx xxx x
link@expert                      POST    xx xx xx xx xxx x
person-link@expert               POST    xx xx xx xx xxx x
record-receipt@room              GET     sx xx ox xx xxx s

# The installation's register
convene                          GET     sx xx xx xx xxo s
convene                          POST    xx xx xx xx xxo x
persons                          GET     sx xx xx xx xxo s
person-new                       GET     sx xx xx xx xxo s
person-new                       POST    xx xx xx xx xxo x
person-link                      POST    xx xx xx xx xxo x
failed                           GET     sx xx xx xx xxo s
failed-again                     POST    xx xx xx xx xxo x
failed-aside                     POST    xx xx xx xx xxo x

# Official documents: an expert reads the base and the mandate, not what is restricted nor the reference folder
documents                        GET     sx oo oo oo ooo s
document                         GET     sx oo oo oo ooo s
document@restricted              GET     sx xx oo ox ooo s
document@reference               GET     sx xx oo ox ooo s
document-file                    GET     sx oo oo oo ooo s
document-file@restricted         GET     sx xx oo ox ooo s
document-file@reference          GET     sx xx oo ox ooo s
document-new                     GET     sx xx xx xx ooo s
document-new                     POST    xx xx xx xx ooo x
document-folder                  GET     sx xx xx xx ooo s
document-folder                  POST    xx xx xx xx ooo x
document-version-new             GET     sx xx xx xx ooo s
document-version-new             POST    xx xx xx xx ooo x
document-language-new            GET     sx xx xx xx ooo s
document-language-new            POST    xx xx xx xx ooo x

# A round whose proposals are seen at once
text                             GET     sx xx oo ox ooo s
round-text                       GET     sx xx oo ox ooo s
rounds                           GET     sx xx oo ox ooo s
round                            GET     sx xx oo ox ooo s
handout                          GET     sx xx oo ox ooo s
schedule-round                   GET     sx xx xx xx ooo s
schedule-round                   POST    xx xx xx xx ooo x
move-close                       GET     sx xx xx xx ooo s
move-close                       POST    xx xx xx xx ooo x
round-rule                       GET     sx xx xx xx ooo s
round-rule                       POST    xx xx xx xx ooo x
internal-deadline                GET     sx xx oo ox xxx s
internal-deadline                POST    xx xx oo ox xxx x

# A courtesy translation of AG's proposal
translation                      GET     sx xx xx xx ooo s
translation                      POST    xx xx xx xx ooo x
translation-file                 GET     sx xx oo ox ooo s

# What came on paper: lodged for BR by the Secretariat, confirmed or declined by BR alone
lodge                            GET     sx xx xx xx ooo s
lodge                            POST    xx xx xx xx ooo x
lodging                          GET     sx xx xo xx xxx s
lodging                          POST    xx xx xo xx xxx x
lodged-file                      GET     sx xx xo xx ooo s
evidence-file                    GET     sx xx xo xx ooo s

# Where paragraphs stand: the level reads; who speaks for a delegation says where it stands; the Chair records
place                            GET     sx xx oo ox ooo s
board                            GET     sx xx oo ox ooo s
board-sheet                      GET     sx xx oo ox ooo s
screen                           GET     sx xx oo ox ooo s
screen-state                     GET     sx xx oo ox ooo s
pack                             GET     sx xx oo ox ooo s
side                             GET     sx xx oo ox ooo s
position                         POST    xx xx oo ox xxx x
request-reopening                POST    xx xx oo ox xxx x
carried                          POST    xx xx oo ox xxx x
confirm                          POST    xx xx ox xx xxx x
record-state                     POST    xx xx xx xx ooo x
reopen                           POST    xx xx xx xx ooo x
chair-wording                    POST    xx xx xx xx ooo x
board-record                     POST    xx xx xx xx ooo x
agenda                           POST    xx xx xx xx ooo x

# From file to receipt (O9, O14): AG's proposal that stands, AG's file that is being checked, AG's
# former proposal
proposal                         GET     sx xx oo ox xxx s
proposal                         POST    xx xx oo ox xxx x
check                            GET     sx xx ox xx xxx s
check@checking                   GET     sx xx ox xx xxx s
visible                          POST    xx xx ox xx xxx x
visible@checking                 POST    xx xx ox xx xxx x
send                             POST    xx xx ox xx xxx x
send@checking                    POST    xx xx ox xx xxx x
sent                             GET     sx xx ox xx xxx s
sent@checking                    GET     sx xx ox xx xxx s
withdraw                         GET     sx xx ox xx xxx s
withdraw                         POST    xx xx ox xx xxx x
withdraw@checking                GET     sx xx ox xx xxx s
withdraw@checking                POST    xx xx ox xx xxx x
receipt                          GET     sx xx ox xx xxx s
receipt@checking                 GET     sx xx xx xx xxx s
proposal-file                    GET     sx xx oo ox ooo s
proposal-file@checking           GET     sx xx ox xx xxx s
check@superseded                 GET     sx xx ox xx xxx s
withdraw@superseded              GET     sx xx ox xx xxx s
receipt@superseded               GET     sx xx ox xx xxx s
proposal-file@superseded         GET     sx xx oo ox ooo s

# Written in the browser: each focal point finds what her own delegation has written, or that nothing is
amend                            GET     sx xx oo ox xxx s
amend                            POST    xx xx oo ox xxx x
amend-save                       POST    xx xx oo ox xxx x
draft                            GET     sx xx oo ox xxx s
draft-file                       GET     sx xx oo ox xxx s
draft-send                       POST    xx xx oo ox xxx x
draft-drop                       POST    xx xx oo ox xxx x
draft-settle                     POST    xx xx oo ox xxx x
amend@sealed                     GET     sx xx oo ox xxx s

# The compiled text
compilation                      GET     sx xx oo ox ooo s
compile                          POST    xx xx xx xx ooo x
compilation-state                GET     sx xx oo ox ooo s
compilation-file                 GET     sx xx oo ox ooo s
proof-file                       GET     sx xx oo ox ooo s

# The texts for the meeting: whoever sees the proposals may have them printed
outputs                          GET     sx xx oo ox ooo s
output-make                      POST    xx xx oo ox ooo x
output-state                     GET     sx xx oo ox ooo s
output-file                      GET     sx xx oo ox ooo s

# The next version by Word; the delegation that is asked answers, and all who see proposals read the account
revision-upload                  GET     sx xx xx xx ooo s
revision-upload                  POST    xx xx xx xx ooo x
revision-assign                  GET     sx xx xx xx ooo s
revision-assign                  POST    xx xx xx xx ooo x
revision-questions               GET     sx xx xx xx ooo s
revision-questions               POST    xx xx xx xx ooo x
question                         GET     sx xx ox xx xxx s
question                         POST    xx xx ox xx xxx x
changes                          GET     sx xx oo ox ooo s
# The next version in the making: who presides over the group or serves it, and nobody else before it is published
revision                         GET     sx xx xx xx ooo s
revision                         POST    xx xx xx xx ooo x
revision-publish                 POST    xx xx xx xx ooo x

# A sealed round, still open, in which BR has sent its proposal: until the close it is BR's alone
check@sealed                     GET     sx xx xo xx xxx s
visible@sealed                   POST    xx xx xo xx xxx x
send@sealed                      POST    xx xx xo xx xxx x
sent@sealed                      GET     sx xx xo xx xxx s
withdraw@sealed                  GET     sx xx xo xx xxx s
withdraw@sealed                  POST    xx xx xo xx xxx x
receipt@sealed                   GET     sx xx xo xx xxx s
proposal-file@sealed             GET     sx xx xo xx xxx s
record-receipt@sealed            GET     sx xx xo xx xxx s
compilation-state@sealed         GET     sx xx xx xx xxx s
compilation-file@sealed          GET     sx xx xx xx xxx s
proof-file@sealed                GET     sx xx xx xx xxx s
output-state@sealed              GET     sx xx xx xx xxx s
output-file@sealed               GET     sx xx xx xx xxx s
place@sealed                     GET     sx xx oo ox ooo s
position@sealed                  POST    xx xx xo xx xxx x

# The record of the delegations level
record                           GET     sx xx oo ox ooo s
record-checkpoint                GET     sx xx oo ox ooo s
record-receipt                   GET     sx xx oo ox ooo s

# The demo's own pages; outside the demo there are none
demo                             GET     oo oo oo oo ooo o
demo-enter                       POST    oo oo oo oo ooo o
demo-outbox                      GET     oo oo oo oo ooo o
demo-letter                      GET     oo oo oo oo ooo o
demo-file                        GET     oo oo oo oo ooo o
"""


def rows(table: str = PAGES) -> dict[tuple[str, str], dict[str, str]]:
    """Return the letter of each actor by row name and method; ValueError for a row that is not one."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for line in table.splitlines():
        if not line or line.startswith("#"):
            continue
        name, method, *groups = line.split()
        letters = "".join(groups)
        if (name, method) in found or len(letters) != len(ACTORS) or set(letters) - set("oxse"):
            raise ValueError(f"Not a row, or twice: {line}")
        found[name, method] = dict(zip(ACTORS, letters, strict=True))
    return found
