"""The address of the items that are held."""

from django.urls import path

from buuan.registers.items import pages

app_name = "items"
urlpatterns = [path("tam-giu", pages.holds, name="holds")]
