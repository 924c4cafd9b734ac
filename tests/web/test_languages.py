"""A page in each of the four languages: its States stand in that language's own order."""

import pytest
from django.test import Client
from django.urls import reverse

from accord.people.models import Person
from tests.factories.people import account, world

pytestmark = pytest.mark.django_db


def test_the_same_delegations_come_in_the_order_of_each_language(client: Client) -> None:
    there = world(codes=("DE", "ES", "AG"))
    orders = {
        "en": ("Antigua and Barbuda", "Germany", "Spain"),
        "es": ("Alemania", "Antigua y Barbuda", "España"),
        "fr": ("Allemagne", "Antigua-et-Barbuda", "Espagne"),
        "pt": ("Alemanha", "Antígua e Barbuda", "Espanha"),
    }
    client.force_login(account(there.chair))
    for language, names in orders.items():
        Person.objects.filter(pk=there.chair.id).update(language=language)
        page = client.get(reverse("delegations", kwargs={"group": there.group.slug})).content.decode()
        places = [page.index(f"{name}</") for name in names]
        assert (language, places) == (language, sorted(places))
