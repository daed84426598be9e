"""What cron fields mean on the day of a clock change: every row of schedule-rules C6.

A row is a zone, the fields, a local moment before the change, and the moments that follow it as the clocks of
the zone show them.
"""

Row = tuple[str, str, str, list[str]]

#: Clocks are put back, and show a named time twice.
OVERLAPS: tuple[Row, ...] = (
    ("Europe/Berlin", "30 2 * * *", "2027-10-30T12:00", ["10-31 02:30+0200", "11-01 02:30+0100"]),
    ("America/New_York", "30 1 * * *", "2027-11-06T12:00", ["11-07 01:30-0400", "11-08 01:30-0500"]),
    ("Australia/Lord_Howe", "45 1 * * *", "2027-04-03T12:00", ["04-04 01:45+1100", "04-05 01:45+1030"]),
)

#: Clocks are put forward, and leave a named time out.
GAPS: tuple[Row, ...] = (
    ("Europe/Berlin", "30 2 * * *", "2027-03-27T12:00", ["03-28 03:00+0200", "03-29 02:30+0200"]),
    ("America/New_York", "30 2 * * *", "2027-03-13T12:00", ["03-14 03:00-0400", "03-15 02:30-0400"]),
    ("Australia/Lord_Howe", "15 2 * * *", "2027-10-02T12:00", ["10-03 02:30+1100", "10-04 02:15+1100"]),
    ("America/Santiago", "0 0 * * *", "2027-09-04T12:00", ["09-05 01:00-0300", "09-06 00:00-0300"]),
)

#: What runs on through the day comes whenever the clock shows it.
RUNNING: tuple[Row, ...] = (
    (
        "Europe/Berlin",
        "*/30 * * * *",
        "2027-10-31T01:45",
        ["10-31 02:00+0200", "10-31 02:30+0200", "10-31 02:00+0100", "10-31 02:30+0100", "10-31 03:00+0100"],
    ),
    ("Australia/Lord_Howe", "0 * * * *", "2027-10-03T00:30", ["10-03 01:00+1030", "10-03 03:00+1100"]),
)
