"""A person's own theme, contrast, size of text and keys."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from northstar.access.asked import Asked
from northstar.access.door import may
from northstar.desk.preferences.keys import ACTS, clash

CHOICES = {
    "theme": (
        "Light or dark",
        {"system": "As this computer is set", "light": "Light", "dark": "Dark"},
    ),
    "contrast": ("Contrast", {"normal": "As usual", "more": "More"}),
    "text_size": ("Size of text", {"normal": "As usual", "large": "Large", "larger": "Larger"}),
}


@may("account")
@require_http_methods(["GET", "POST"])
def preferences(request: Asked) -> HttpResponse:
    """Choose them; what was not offered changes nothing."""
    staff = request.user
    if request.method == "POST":
        for name, (_, offered) in CHOICES.items():
            if request.POST.get(name) in offered:
                setattr(staff, name, request.POST[name])
        staff.letter_keys = request.POST.get("letter_keys") == "on"
        typed = {key: request.POST.get(f"key {key}", key).strip().casefold() for key in ACTS}
        trouble = clash(typed)
        if not trouble:
            staff.key_map = {key: mine for key, mine in typed.items() if mine != key}
            staff.save(update_fields=[*CHOICES, "letter_keys", "key_map"])
            messages.success(request, "Kept.")
            return redirect("account-preferences")
    else:
        typed, trouble = {key: staff.key_map.get(key, key) for key in ACTS}, ""
    choices = [
        (name, title, offered.items(), getattr(staff, name))
        for name, (title, offered) in CHOICES.items()
    ]
    keys = [(key, words, typed[key]) for key, words in ACTS.items()]
    page = {"choices": choices, "keys": keys, "trouble": trouble}
    return render(request, "preferences/page.html", page, status=422 if trouble else 200)


urlpatterns = [path("account/preferences/", preferences, name="account-preferences")]
