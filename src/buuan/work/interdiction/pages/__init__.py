from django.http import HttpResponse
from buuan.base.access.guard import page

@page("interdiction.read")
def order_list(request): return HttpResponse("")
@page("interdiction.read")
def order(request, number): return HttpResponse("")
