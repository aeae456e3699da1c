"""What is asked at the door, each with its label and its plain complaint."""

from django import forms
from django.http import HttpRequest, QueryDict

from northstar.access.models import Staff
from northstar.access.passwords import LEAST, LONGEST, too_weak


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent; an empty form sent is still one to complain about."""
    return request.POST if request.method == "POST" else None


class SignIn(forms.Form):
    username = forms.CharField(
        label="Name you sign in with",
        max_length=80,
        widget=forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": "write the name you sign in with."},
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": "write your password."},
    )

    def clean_username(self) -> str:
        return self.cleaned_data["username"].casefold()


class Unlock(forms.Form):
    password = forms.CharField(
        label="Your password",
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": "write your password."},
    )


class Code(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=20,
        help_text="Six digits from your authenticator app, or one of your recovery codes.",
        widget=forms.TextInput({"autocomplete": "one-time-code", "spellcheck": "false"}),
        error_messages={"required": "write the code."},
    )


class NewPassword(forms.Form):
    current = forms.CharField(
        label="Password until now",
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": "write the password you have now."},
    )
    chosen = forms.CharField(
        label="New password",
        strip=False,
        min_length=LEAST,
        max_length=LONGEST,
        help_text=f"At least {LEAST} characters. Four words that do not belong together do well.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={
            "required": "write the new password.",
            "min_length": f"at least {LEAST} characters, please.",
        },
    )
    again = forms.CharField(
        label="New password once more",
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": "write the new password once more."},
    )

    def __init__(self, *args, staff: Staff, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff

    def clean_current(self) -> str:
        if not self.staff.check_password(self.cleaned_data["current"]):
            raise forms.ValidationError("this is not your password until now.")
        return self.cleaned_data["current"]

    def clean_chosen(self) -> str:
        chosen = self.cleaned_data["chosen"]
        if complaint := too_weak(chosen, self.staff):
            raise forms.ValidationError(complaint)
        return chosen

    def clean(self) -> None:
        chosen, again = self.cleaned_data.get("chosen"), self.cleaned_data.get("again")
        if chosen and again and chosen != again:
            self.add_error("again", "the two differ; write the same one twice.")
