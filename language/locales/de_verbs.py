"""German verbs whose particle stands at the end of the clause: "ruf Oma an", "hol die Kinder ab"."""

from typing import Any

SEPARABLE: dict[str, dict[str, Any]] = {
    "separable": {
        "ruf|rufe|ruft": frozenset({"an", "ab"}),
        "schalt|schalte|schaltet|stell|stelle|stellt|dreh|drehe|dreht": frozenset({"an", "ab", "auf"}),
        "mach|mache|macht|zieh|ziehe|zieht|häng|hänge|hängt|leg|lege|legt": frozenset({"an", "ab", "auf"}),
        "nimm|nehmt|gib|gebt|lad|lade|ladet|füll|fülle|setz|setze|sag|sage": frozenset({"an", "ab", "auf"}),
        "meld|melde|meldet|lies|lest|schneid|schneide|bau|baue": frozenset({"an", "ab"}),
        "zünd|zünde|schau|schaut|sieh|fang|fange|probier|probiere|kündig|kündige|pflanz|pflanze|fordere|fordert": frozenset(
            {"an"}
        ),
        "hol|hole|holt|schick|schicke|liefer|liefere|bestell|bestelle|brich|wasch|wasche|fahr|fahre": frozenset(
            {"ab"}
        ),
        "schließ|schließe|schliesse|schließt|räum|räume|tau|taue|weck|wecke|wach|wache": frozenset(
            {"ab", "auf"}
        ),
        "pass|passt|steh|steht|hör|höre|brech|wärm|wärme|nehm|bewahr|bewahre": frozenset({"auf"}),
    }
}
