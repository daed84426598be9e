"""How Python itself is set for a process that answers people: the collector, and who has the interpreter."""

import gc
import sys

#: Objects made until the collector looks, and how many looks of the young until one of the old: what we make
#: is mostly freed without it, and a look through everything is rarely worth its 100 ms.
THRESHOLDS = (10_000, 20, 50)

#: Seconds after which a thread hands the interpreter on. The file's thread and the loop do so for every row;
#: Python's own 5 ms are long then.
SWITCH_S = 0.0005


def settle() -> None:
    """Keep what is loaded out of the collector's way; to be called after something large was loaded.

    Looking through the 200 000 objects of the libraries takes a third of a second on a small machine, in
    which nobody would be answered.
    """
    gc.set_threshold(*THRESHOLDS)
    gc.freeze()
    sys.setswitchinterval(SWITCH_S)
