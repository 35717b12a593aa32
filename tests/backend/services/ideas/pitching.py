"""A whole pitch told in the chat, quickly."""

from tests.backend.services.interview_house import Chat

TORIKAHVIT = (
    ("meillä ois idea", "start_pitch"),
    ("keitetään yhdessä kahvit torilla joka tiistai, ja jokainen pääsee vuorollaan auttamaan keittämisessä",),
    ("yksinäisille eläkeläisille, tavoitetaan heidät kerhon ja lehden kautta",),
    ("parikymmentä",),
    ("ettei kukaan olis yksin; sen huomaa siitä, että väki palaa uudestaan",),
    ("ohita", "skip"),
    ("ohita", "skip"),
    ("kauppatorilla",),
    ("huhtikuussa 2027",),
    ("tapahtuma",),
    ("5000 e",),
    ("kahviin 800 euroa ja tilaan 1200 euroa",),
    ("mie ja kaksi naapuria, kirjasto auttaa",),
    ("Kahvikerho Virkut",),
    ("joensuusta",),
    ("Torikahvit",),
    ("Aino",),
    ("aino@example.org",),
    ("ei muuta", "skip"),
)


def pitch(chat: Chat, *, until: int | None = None) -> str:
    """Tells the idea, or only its first answers; what the bot says at the end."""
    said = ""
    for line in TORIKAHVIT[:until]:
        said = chat.writes(*line)
    return said
