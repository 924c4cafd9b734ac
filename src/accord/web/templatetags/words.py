"""What `{% load i18n %}` gives: Django's tags, of which `translate` keeps a sentence that stands in the template."""

from django.templatetags import i18n

from accord.web.lasting import translated

register = i18n.register
register.tag("translate", translated)
register.tag("trans", translated)
