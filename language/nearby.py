"""Examples near to what was typed, for what cannot be: two schedules that can, with the task as typed."""

#: Per language and refusal two schedules of the kind that was meant.
SCHEDULES: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "language.no-such-day": ("every monday at 9", "every weekday at 9"),
        "language.no-such-time": ("at 9:00", "every day at 21:30"),
        "language.no-such-date": ("on 28 february at 9", "on the last day of the month"),
        "language.no-such-day-of-month": (
            "on the 1st of every month at 9",
            "on the last friday of the month",
        ),
        "language.no-such-zone": ("every day at 9 London time", "tomorrow at 9 Europe/Paris"),
        "language.not-understood-every": ("every monday at 9", "every 2 hours"),
        "language.not-understood-at": ("at 18:30", "tomorrow at 9"),
        "language.not-understood-in": ("in 20 minutes", "in 2 hours"),
        "language.bad-cron": ("cron 0 9 * * 1", "every monday at 9"),
        "language.zero": ("every 2 hours", "in 20 minutes"),
        "language.too-often": ("every minute", "every 5 minutes"),
        "language.past": ("tomorrow at 9", "in 2 hours"),
        "language.end-past": ("every day at 9 until friday", "every day at 9 for 2 weeks"),
        "language.too-far": ("in 2 years", "every year on 1 march"),
        "language.too-many-times": ("every day at 9, 10 times", "every day at 9"),
    },
    "de": {
        "language.no-such-day": ("jeden Montag um 9", "jeden Werktag um 9"),
        "language.no-such-time": ("um 9:00", "täglich um 21:30"),
        "language.no-such-date": ("am 28. Februar um 9", "am letzten Tag des Monats"),
        "language.no-such-day-of-month": ("am 1. jedes Monats um 9", "am letzten Freitag des Monats"),
        "language.no-such-zone": ("täglich um 9 Uhr Londoner Zeit", "morgen um 9 Europe/Paris"),
        "language.not-understood-every": ("jeden Montag um 9", "alle 2 Stunden"),
        "language.not-understood-at": ("um 18:30", "morgen um 9"),
        "language.not-understood-in": ("in 20 Minuten", "in 2 Stunden"),
        "language.bad-cron": ("cron 0 9 * * 1", "jeden Montag um 9"),
        "language.zero": ("alle 2 Stunden", "in 20 Minuten"),
        "language.too-often": ("jede Minute", "alle 5 Minuten"),
        "language.past": ("morgen um 9", "in 2 Stunden"),
        "language.end-past": ("täglich um 9 bis Freitag", "täglich um 9 für 2 Wochen"),
        "language.too-far": ("in 2 Jahren", "jedes Jahr am 1. März"),
        "language.too-many-times": ("täglich um 9, 10 Mal", "täglich um 9"),
    },
}
ANY = {
    "en": ("every monday at 9 water the plants", "in 20 minutes check the oven"),
    "de": ("jeden Montag um 9 die Blumen gießen", "in 20 Minuten nach dem Ofen sehen"),
}
TASKS = {"en": "call mum", "de": "Mama anrufen"}
#: A longer task is not repeated in an example.
LONGEST_TASK = 60


def nearby(key: str, language: str, task: str = "") -> tuple[str, ...]:
    """Return two sentences that are understood, for the refusal `key`."""
    code = language if language in SCHEDULES else "en"
    schedules = SCHEDULES[code].get(key)
    if schedules is None:
        return ANY[code]
    said = task if task and len(task) <= LONGEST_TASK and "\n" not in task else TASKS[code]
    return tuple(f"{schedule} {said}" for schedule in schedules)
