"""``blinktwice-outbox``: delivers what earlier runs left, for scripts that start once a day."""

from __future__ import annotations

import argparse
import sys
from typing import List, Optional

from blinktwice.client import Client


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(
        prog="blinktwice-outbox",
        description="Delivers run events that wait in the outbox. Ends with 1 if some still wait.",
    )
    parser.add_argument("--url", help="the control plane; BLINKTWICE_URL if absent")
    parser.add_argument("--state", help="the folder with the outbox; BLINKTWICE_STATE if absent")
    parser.add_argument("--wait", type=float, default=30.0, help="seconds at most; %(default)s")
    parser.add_argument("--look", action="store_true", help="only say what is there")
    chosen = parser.parse_args(arguments)

    client = Client(chosen.url, state=chosen.state)
    if not chosen.look:
        client.flush(chosen.wait)
    waiting, lost = client.pending, client.lost
    print(f"{waiting} run events wait, {lost} were lost because the outbox was full")
    client.close(0)
    return 0 if waiting == 0 or chosen.look else 1


if __name__ == "__main__":
    sys.exit(main())
