"""Who plays in the demo: invented people, each with the user name under which the demo page signs her in."""

from dataclasses import dataclass

GROUP = "inter-american-plan"
# Printed on the demo's own page; the demo runs on the visitor's machine only.
PASSWORD = "in good faith and in good time"  # nosec B105 # noqa: S105 -- meant to be read by everybody


@dataclass(frozen=True, slots=True)
class Player:
    """One person of the story; `code` is her delegation's, or empty for the table at the front."""

    username: str
    given: str
    family: str
    zone: str
    role: str
    code: str = ""
    language: str = "en"

    @property
    def name(self) -> str:
        """Her whole name."""
        return f"{self.given} {self.family}"


FRONT = (
    Player("helena.duarte", "Helena", "Duarte", "America/New_York", "chair"),
    Player("omar.castellanos", "Omar", "Castellanos", "America/Santo_Domingo", "vice_chair"),
    Player("ines.caballero", "Inés", "Caballero", "America/New_York", "secretariat"),
)
FOCAL_POINTS = (
    Player("ian.joseph", "Ian", "Joseph", "Europe/London", "focal_point", "AG"),
    Player("lucia.ferreyra", "Lucía", "Ferreyra", "America/New_York", "focal_point", "AR"),
    Player("paulo.azevedo", "Paulo", "Azevedo", "America/New_York", "focal_point", "BR"),
    Player("claire.tremblay", "Claire", "Tremblay", "America/Toronto", "focal_point", "CA"),
    Player("rodrigo.fuentes", "Rodrigo", "Fuentes", "America/New_York", "focal_point", "CL"),
    Player("ana.restrepo", "Ana", "Restrepo", "America/Bogota", "focal_point", "CO"),
    Player("marcia.bailey", "Marcia", "Bailey", "America/New_York", "focal_point", "JM"),
    Player("guadalupe.ortiz", "Guadalupe", "Ortiz", "America/Mexico_City", "focal_point", "MX"),
    Player("jorge.quispe", "Jorge", "Quispe", "America/New_York", "focal_point", "PE"),
)
ACTING = Player("beatriz.soto", "Beatriz", "Soto", "America/Santiago", "acting", "CL")
EXPERTS = (
    Player("denise.richards", "Denise", "Richards", "America/Antigua", "expert", "AG"),
    Player("martin.salas", "Martín", "Salas", "America/Argentina/Buenos_Aires", "expert", "AR"),
    Player("renata.moura", "Renata", "Moura", "America/Sao_Paulo", "expert", "BR"),
    Player("thomas.okafor", "Thomas", "Okafor", "America/Toronto", "expert", "CA"),
    Player("pablo.rivas", "Pablo", "Rivas", "America/Santiago", "expert", "CL"),
    Player("elena.cardona", "Elena", "Cardona", "America/Bogota", "expert", "CO"),
    Player("andre.campbell", "Andre", "Campbell", "America/Jamaica", "expert", "JM"),
    Player("ximena.leal", "Ximena", "Leal", "America/Mexico_City", "expert", "MX"),
    Player("rosa.huaman", "Rosa", "Huamán", "America/Lima", "expert", "PE"),
)
EVERYBODY = (*FRONT, *FOCAL_POINTS, ACTING, *EXPERTS)
