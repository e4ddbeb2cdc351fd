"""The address of the public's question."""

from django.urls import path

from buuan.registers.goods import pages

app_name = "goods"
urlpatterns = [path("tra-cuu", pages.ask, name="ask")]
