"""Addresses of the catalogue, and of the public's question."""

from django.urls import path

from buuan.registers.goods import pages

app_name = "goods"
urlpatterns = [
    path("tra-cuu", pages.ask, name="ask"),
    path("tra-cuu/nhom/<str:code>", pages.ask_category, name="ask_category"),
    path("danh-muc", pages.categories, name="categories"),
    path("danh-muc/nhom/<str:code>", pages.category, name="category"),
    path("danh-muc/nhom/<str:code>/sua", pages.category_change, name="category_change"),
    path("danh-muc/tu", pages.terms, name="terms"),
    path("danh-muc/tu/moi", pages.term_new, name="term_new"),
    path("danh-muc/tu/nap", pages.term_import, name="term_import"),
    path("danh-muc/tu/thu", pages.terms_try, name="terms_try"),
    path("danh-muc/tu/ap-dung", pages.terms_put, name="terms_put"),
    path("danh-muc/tu/<int:pk>", pages.term, name="term"),
    path("danh-muc/tu/<int:pk>/bai-bo", pages.term_retire, name="term_retire"),
    path("danh-muc/tu/<int:pk>/rut", pages.term_withdraw, name="term_withdraw"),
    path("danh-muc/cho-duyet", pages.waiting, name="waiting"),
    path("danh-muc/thu-cau", pages.try_out, name="try_out"),
    path("danh-muc/phien-ban", pages.versions, name="versions"),
]
