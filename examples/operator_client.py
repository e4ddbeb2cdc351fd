"""A small operator's client for stop orders, in sixty lines: list what binds us, acknowledge, hold or say why not.

    BUUAN=http://127.0.0.1:8000 TOKEN=… python operator_client.py [items.json]

`items.json` maps an item's code to what our own system knows: {"SM0001TH": {"place": "kệ C4"}} holds it there,
{"SM0002TH": {"miss": "already_delivered", "reason": "delivered_before_order"}} says why it could not be held. An item that
is not in the file is answered as not received yet."""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

BASE, TOKEN = os.environ.get("BUUAN", "http://127.0.0.1:8000") + "/api/v1", os.environ.get("TOKEN", "")


def call(method, path, body=None):
    """Ask the platform; a POST sent again after a broken line keeps its key and changes nothing."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    data = None if body is None else json.dumps(body).encode()
    for wait in (1, 2, 4, None):
        try:
            ask = urllib.request.Request(BASE + path, data, headers, method=method)
            with urllib.request.urlopen(ask, timeout=20) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code < 500 or wait is None:
                return json.load(error)
        except OSError:
            if wait is None:
                raise
        time.sleep(wait)


def answer_for(item, known):
    """Say what became of one item."""
    mine = known.get(item["item_id"])
    if mine is None:
        return {"item_id": item["item_id"], "answer": "not_yet_received"}
    said = {"answer": mine["miss"], "reason": mine["reason"]} if "miss" in mine else {"answer": "held", "place": mine["place"]}
    return {"item_id": item["item_id"], **said}


def main():
    """Work through every order in force once; run it every minute."""
    known = json.loads(Path(sys.argv[1]).read_text("utf-8")) if len(sys.argv) > 1 else {}
    for order in call("GET", "/orders?state=in_force")["items"]:
        if order["acknowledged_at"] is None:
            print(order["number"], call("POST", f"/orders/{order['number']}/acknowledge", {}))
        waiting = [one for one in order["items"] if one["state"] in ("received", "acknowledged", "not_yet_received")]
        answers = [answer_for(one, known) for one in waiting if one["state"] != "not_yet_received" or one["item_id"] in known]
        if answers and not order["drill"]:
            print(order["number"], call("POST", f"/orders/{order['number']}/items", {"answers": answers}))


main()
