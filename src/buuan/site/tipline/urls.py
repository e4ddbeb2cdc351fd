"""Every address of the tip line's own site."""

from buuan.work.tips.urls import line_patterns

urlpatterns = line_patterns
