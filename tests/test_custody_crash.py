"""A power cut in the midst of uploads and hand-overs: nothing that was acknowledged is lost, and no custody is half."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import subprocess
import sys
import threading
import time
import uuid

import pytest

THINGS, FILES, PIECE = 30, 4, 64 * 1024

STAGE = """
import json
from datetime import UTC, datetime
from buuan.site.cli import prepare
prepare()
from buuan.base.accounts.actions import create_account, issue_token
from buuan.base.accounts.queries import actor_of, system_actor
from buuan.base.organisations.models import Organisation
from buuan.work.cases.actions import CaseOpening, open_case
from buuan.work.custody.actions import ThingFacts, offer_hand_over, take_exhibit
at = datetime.now(tz=UTC)
system = system_actor(source="command")
people = {}
for name, code in (("cong-an", "cong-an-tinh"), ("quan-ly", "chi-cuc-qltt")):
    body = Organisation.objects.get(code=code)
    account = create_account(system, body, username=name, name=name, role="leader", password=None, at=at)
    people[name] = (account, actor_of(account, source="page"), body)
_account, police, body = people["cong-an"]
market = people["quan-ly"][2]
case = open_case(police, body, CaseOpening("Thử mất điện", "low", "thử", partners=(market,)), at=at)
offers = {}
for number in range(MANY):
    thing = take_exhibit(police, case, ThingFacts(f"Vật {number}", 1, "cái", "Kho", f"NP-{number}"), at=at)
    made = offer_hand_over(police, case, [thing], market, reason="Thử mất điện giữa chừng", place="Kho", at=at)
    offers[made.number] = [thing.number, made.code]
tokens = {name: issue_token(who, account, name="thử", days=1, at=at)[1] for name, (account, who, _body) in people.items()}
print(json.dumps({"case": case.number, "offers": offers, "tokens": tokens}))
""".replace("MANY", str(THINGS))

CHECK = """
import json
from buuan.site.cli import prepare
prepare()
from buuan.base.files.models import path_of
from buuan.work.custody.models import Custody, Evidence, Exhibit
holders = {one.number: [c.holder.code for c in Custody.objects.filter(exhibit=one, until_at=None)] for one in Exhibit.objects.all()}
kept = {one.file.sha256: path_of(one.file.sha256).exists() for one in Evidence.objects.all()}
print(json.dumps({"holders": holders, "kept": kept}))
"""


@pytest.mark.province
def test_sigkill_during_uploads_and_hand_overs_loses_nothing_acknowledged(bare_province):
    made = json.loads(_python(bare_province, STAGE))
    bare_province.start()
    confirmed: list[str] = []
    taken: list[str] = []
    pieces: dict[str, int] = {}
    started = threading.Barrier(FILES + 3)

    def hand_over(numbers: list[str]) -> None:
        ask = _caller(bare_province.port, made["tokens"]["quan-ly"])
        started.wait()
        for number in numbers:
            answer = ask("POST", f"/hand-overs/{number}/confirm", {"code": made["offers"][number][1]})
            if answer is None:
                return
            confirmed.append(number)

    def upload(number: int) -> None:
        ask = _caller(bare_province.port, made["tokens"]["cong-an"])
        started.wait()
        while True:
            data = (f"dòng {number} {uuid.uuid4()}\n" * 9000).encode()
            begun = ask("POST", f"/cases/{made['case']}/uploads", {"name": "ghi.txt", "size": len(data)})
            if begun is None:
                return
            for at in range(0, len(data), PIECE):
                answer = ask("POST", f"/uploads/{begun['token']}/pieces", None, piece=(at, data[at : at + PIECE]))
                if answer is None:
                    return
                pieces[begun["token"]] = answer["received"]
            body = {"token": begun["token"], "caption": f"Tệp {number}"}
            if ask("POST", f"/cases/{made['case']}/evidence", body) is None:
                return
            taken.append(hashlib.sha256(data).hexdigest())
            del pieces[begun["token"]]

    numbers = list(made["offers"])
    threads = [threading.Thread(target=hand_over, args=(part,)) for part in (numbers[::2], numbers[1::2])]
    threads += [threading.Thread(target=upload, args=(number,)) for number in range(FILES)]
    for one in threads:
        one.start()
    started.wait()
    until = time.monotonic() + 120
    while (len(confirmed) < THINGS // 3 or not taken) and time.monotonic() < until:
        time.sleep(0.01)
    bare_province.kill()
    for one in threads:
        one.join()
    assert THINGS // 3 <= len(confirmed) < THINGS, "the server was not killed half-way"
    assert taken

    bare_province.start()

    found = json.loads(_python(bare_province, CHECK))
    assert [number for number, codes in found["holders"].items() if len(codes) != 1] == []
    for number in confirmed:
        assert found["holders"][made["offers"][number][0]] == ["chi-cuc-qltt"], number
    assert set(taken) <= set(found["kept"])
    assert all(found["kept"].values())
    ask = _caller(bare_province.port, made["tokens"]["cong-an"])
    for token, received in pieces.items():
        state = ask("GET", f"/uploads/{token}")
        assert state is None or state["received"] >= received  # None: the file was taken, only its answer got lost
    assert json.loads(bare_province.run("audit", "verify", "--json").stdout)["ok"]


def _python(province, text: str) -> str:
    environment = province.environment | {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    ran = subprocess.run([sys.executable, "-c", text], env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def _caller(port: int, token: str):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(method: str, address: str, body: object = None, piece: tuple[int, bytes] | None = None):
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body).encode()
        if piece is not None:
            mark = uuid.uuid4().hex
            headers["Content-Type"] = f"multipart/form-data; boundary={mark}"
            head = f'--{mark}\r\nContent-Disposition: form-data; name="offset"\r\n\r\n{piece[0]}\r\n'
            head += f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
            content = head.encode() + piece[1] + f"\r\n--{mark}--\r\n".encode()
        try:
            connection.request(method, f"/api/v1{address}", content, headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            return None
        return json.loads(text) if answer.status in (200, 201) else None

    return ask
