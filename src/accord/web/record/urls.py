"""Pages: the record, its checkpoint to take away, the receipt of an entry."""

from django.urls import URLPattern

from accord.web.door import delegations_level, page
from accord.web.record import views

urlpatterns: list[URLPattern] = [
    page("g/<slug:group>/record/", views.record, door=delegations_level, name="record"),
    page("g/<slug:group>/record/checkpoint/", views.checkpoint, door=delegations_level, name="record-checkpoint"),
    page("g/<slug:group>/record/<int:entry>/", views.receipt, door=delegations_level, name="record-receipt"),
]
