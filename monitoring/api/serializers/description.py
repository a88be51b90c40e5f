"""Where everything is."""

from __future__ import annotations

from rest_framework import serializers


class AddressesSerializer(serializers.Serializer[object]):
    """An address for each list, and for what tells of the API itself."""

    measures = serializers.CharField(help_text="All measures.")
    groups = serializers.CharField(help_text="All student groups.")
    columns = serializers.CharField(help_text="What each column that is asked is used for.")
    definitions = serializers.CharField(help_text="Definitions of measures, version by version.")
    organizations = serializers.CharField(help_text="The state, districts and schools.")
    values = serializers.CharField(help_text="Values of measures.")
    gaps = serializers.CharField(help_text="Gaps between groups of schools.")
    experiences = serializers.CharField(help_text="Reports on students' experiences with teachers.")
    uploads = serializers.CharField(help_text="Files; POST sends one.")
    mappings = serializers.CharField(help_text="What headings of the district's own exports hold.")
    collections = serializers.CharField(help_text="What districts hand over, and how far it is.")
    burden = serializers.CharField(help_text="What collections cost a district.")
    burden_of_all = serializers.CharField(help_text="What collections cost all districts together.")
    proposals = serializers.CharField(help_text="Proposed exchanges of columns.")
    runs = serializers.CharField(help_text="Computations of results.")
    me = serializers.CharField(help_text="Who is asking.")
    schema = serializers.CharField(help_text="The description for programs (OpenAPI).")
    docs = serializers.CharField(help_text="The description for people.")
