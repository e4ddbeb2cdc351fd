"""Spark gives what the embedded engine gives, row by row."""

import os
import sys

import pytest
from pyspark.sql import SparkSession

from buuan.engine import spark
from buuan.engine.bench import hostile_texts, make_texts
from buuan.engine.run import screen_texts
from buuan.engine.store import artefact_for, shipped_terms


@pytest.fixture(scope="module")
def session():
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join(p for p in sys.path if p)
    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "300")
        .getOrCreate()
    )
    yield session
    session.stop()


def test_a_cluster_gives_the_very_verdicts_and_hits_of_the_embedded_engine(session, tmp_path):
    terms = shipped_terms()
    texts = [*make_texts(800, seed=3, planted=0.2), *hostile_texts(200), "", None]
    frame = session.createDataFrame(list(enumerate(texts)), "id long, content string").repartition(2)
    artefact_for(terms, tmp_path)
    embedded = screen_texts(texts, terms).as_dict()
    for more in ({}, {"version": terms.version, "folder": tmp_path}):
        rows = {row["id"]: row for row in spark.screen(frame, **more).collect()}
        assert len(rows) == len(texts)
        for at in range(len(texts)):
            assert rows[at]["terms_version"] == terms.version
            assert all(rows[at][name] == embedded[name][at].as_py() for name in embedded), texts[at]
    assert sum(row["verdict"] != "clear" for row in rows.values()) > 200


def test_a_frame_without_the_text_or_with_the_result_already_is_refused(session):
    frame = session.createDataFrame([("a", "b")], "content string, verdict string")
    with pytest.raises(ValueError, match="verdict"):
        spark.screen(frame)
    with pytest.raises(ValueError, match="no column"):
        spark.screen(frame, column="text")
