"""Forms of the districts room."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from districts.models import District, School
from districts.roles import role_choices


class InviteForm(forms.Form):
    """Whom to invite to which role. The choices are those of the district it is made for."""

    email = forms.EmailField(label="Work e-mail address", max_length=254)  # as long as the table holds
    role = forms.ChoiceField(label="Role")
    school: "forms.ModelChoiceField[School]" = forms.ModelChoiceField(
        None, label="School", required=False, help_text="Needed for a school leader, and only then."
    )
    school.is_conditional = True  # type: ignore[attr-defined]  # so it is not called optional

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(is_state=district.is_state)  # type: ignore[attr-defined]
        if district.is_state:
            del self.fields["school"]
        else:
            self.fields["school"].queryset = School.objects.order_by("name_in_order")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        leads_school = cleaned.get("role") == "school_leader"
        if leads_school and not cleaned.get("school"):
            self.add_error("school", "Choose the school that this person leads.")
        if not leads_school:
            cleaned["school"] = None
        return cleaned


class JoinForm(forms.Form):
    """Name and password of someone who is new."""

    name = forms.CharField(label="Your name", max_length=150)
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )
    again = forms.CharField(
        label="Password, once more", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("password") != cleaned.get("again"):
            self.add_error("again", "The two passwords differ.")
        return cleaned


class TokenForm(forms.Form):
    name = forms.CharField(label="What the token is for", max_length=80)
