"""What was acknowledged is there after a crash, and the chain verifies."""

from __future__ import annotations

import http.client
import json
import threading
import time
import uuid

import pytest

REPORTS = 200
CLIENTS = 20


@pytest.mark.province
@pytest.mark.point("7c")
def test_every_acknowledged_report_survives_sigkill_and_the_chain_verifies(province):
    token = json.loads(province.run("token", "chi-nhanh", "--json").stdout)["token"]
    acknowledged: list[str] = []
    lock = threading.Lock()
    started = threading.Barrier(CLIENTS + 1)

    def report(client: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", province.port, timeout=20)
        started.wait()
        for number in range(REPORTS // CLIENTS):
            body = {"item_id": f"SM{client:02d}{number:03d}TH", "declared_content": "pháo nổ tự chế", "signs": ["misdeclared"]}
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
            try:
                connection.request("POST", "/api/v1/reports", json.dumps(body), headers)
                answer = connection.getresponse()
                text = answer.read()
            except (OSError, http.client.HTTPException):
                return
            if answer.status == 201:
                with lock:
                    acknowledged.append(json.loads(text)["number"])

    threads = [threading.Thread(target=report, args=(client,)) for client in range(CLIENTS)]
    for one in threads:
        one.start()
    started.wait()
    until = time.monotonic() + 30
    while len(acknowledged) < REPORTS // 4 and time.monotonic() < until:
        time.sleep(0.01)
    province.kill()
    for one in threads:
        one.join()
    assert REPORTS // 4 <= len(acknowledged) < REPORTS, "the server was not killed half-way"

    province.start("--with-worker")

    connection = http.client.HTTPConnection("127.0.0.1", province.port, timeout=20)
    for number in acknowledged:
        connection.request("GET", f"/api/v1/reports/{number}", headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, number
    verdict = json.loads(province.run("audit", "verify", "--json").stdout)
    assert verdict["ok"]
    until = time.monotonic() + 60
    while verdict["unsealed"] and time.monotonic() < until:
        verdict = json.loads(province.run("audit", "verify", "--json").stdout)
    assert (verdict["ok"], verdict["unsealed"]) == (True, 0), "the worker did not seal what was written"
