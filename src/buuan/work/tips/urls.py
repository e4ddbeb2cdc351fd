"""Addresses of the tip line: the officers' desk in the house, and the public's pages of `buuan.site.tipline`."""

from django.urls import path, re_path

from buuan.work.tips.pages import desk, line

app_name = "tips"
urlpatterns = [
    path("tin-bao", desk.tip_list, name="list"),
    path("tin-bao/mo-khoa", desk.unlock, name="unlock"),
    path("tin-bao/khoa-lai", desk.lock, name="lock"),
    path("tin-bao/lap-khoa", desk.keys, name="keys"),
    path("tin-bao/doi-khoa", desk.change_key, name="change_key"),
    path("tin-bao/<str:number>", desk.tip, name="tip"),
    path("tin-bao/<str:number>/anh/<int:pk>", desk.photo, name="photo"),
    path("tin-bao/<str:number>/tra-loi", desk.say, name="say"),
    path("tin-bao/<str:number>/chuyen", desk.pass_on, name="pass"),
    path("tin-bao/<str:number>/ket-thuc", desk.decline, name="decline"),
    path("tin-bao/<str:number>/nguoi-bao/de-nghi", desk.ask_opening, name="ask_opening"),
    path("tin-bao/<str:number>/nguoi-bao/chap-thuan", desk.agree_opening, name="agree_opening"),
    path("tin-bao/<str:number>/nguoi-bao/mo", desk.open_identity, name="open_identity"),
]

line_patterns = [
    path("bao-tin", line.tell),
    path("bao-tin/them", line.add),
    path("bao-tin/to-roi", line.poster),
    re_path(r"^bao-tin/(?P<name>kieu\.css|gui\.js)$", line.asset),
    path("ho-so", line.ask),
    path("ho-so/<str:code>", line.ask),
]
