"""A person's own theme, contrast, size of text and keys."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from northstar.access.asked import Asked
from northstar.access.door import may

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
        staff.save(update_fields=[*CHOICES, "letter_keys"])
        messages.success(request, "Kept.")
        return redirect("account-preferences")
    choices = [
        (name, title, offered.items(), getattr(staff, name))
        for name, (title, offered) in CHOICES.items()
    ]
    return render(request, "preferences/page.html", {"choices": choices})


urlpatterns = [path("account/preferences/", preferences, name="account-preferences")]
