import time, pytest
from django.db import transaction
from buuan.site.access.tests.world import folders, make_world
from buuan.site.access.matrix import run_matrix
from buuan.site.access.commands import _in_words
def test_w(db,tmp_path):
    t=time.time()
    with folders(tmp_path):
        w=make_world(); print("world",time.time()-t)
        print(w.manifests["operator"].state,w.manifests["operator"].hits, w.manifests["operator"].report)
        t=time.time(); c=time.process_time()
        m=run_matrix(); print("matrix",time.time()-t,time.process_time()-c)
        print(_in_words(m)[:12000])
    assert 0
