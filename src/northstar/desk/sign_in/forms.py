"""What is asked at the door, each with its label and its plain complaint."""

from django import forms
from django.http import HttpRequest, QueryDict

from northstar.access import signing
from northstar.access.asked import Asked
from northstar.access.passwords import LEAST, LONGEST, too_weak

LOCKED_OUT = (
    "Too many wrong tries from this computer. Wait 15 minutes and try again, or ask an "
    "administrator to let you in sooner."
)


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

    def __init__(self, *args, request: Asked, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_current(self) -> str:
        current = self.cleaned_data["current"]
        if complaint := not_theirs(self.request, current, "this is not your password until now."):
            raise forms.ValidationError(complaint)
        return current

    def clean_chosen(self) -> str:
        chosen = self.cleaned_data["chosen"]
        if complaint := too_weak(chosen, self.request.user):
            raise forms.ValidationError(complaint)
        return chosen

    def clean(self) -> None:
        chosen, again = self.cleaned_data.get("chosen"), self.cleaned_data.get("again")
        if chosen and again and chosen != again:
            self.add_error("again", "the two differ; write the same one twice.")


def not_theirs(request: Asked, password: str, sentence: str) -> str:
    """Why the person in front of the desk is not taken for its owner; nothing if the password fits.

    Wrong ones count as at sign-in: who found the desk open may not go through the dictionary here.
    """
    name = request.user.username
    if signing.by_password(request, name, password):
        return ""
    return LOCKED_OUT if signing.is_locked_out(request, name) else sentence
