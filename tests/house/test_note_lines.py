"""Every form of the desk says whether it writes a line in the person's notes. A new one is entered here, and
the table in `docs/notes.md` says the same to the people who use it."""

import inspect

from tests.house.test_doors import pages

# What was done for, with or about somebody: one line of their notes, or one of them struck through.
WRITES = """
    call-finish call-letter call-leave call-close call-back call-office-finish
    case-refer case-step case-back handoff-accept
    inbox-make inbox-join inbox-file inbox-answer inbox-undo
    loop-begin loop-act note note-copy-given outbox-recall outbox-came outbox-again
    patient-settle patient-unsettle patient-ask reconcile-sign agreed-back
    plan-save plan-undo plan-sign plan-back plan-agree plan-strike plan-copy-send plan-copy-given
    promise-new promise-keep promise-another-day promise-call-off
    question-route question-answered question-settled report-notice report-step
    line-done line-later line-hand-over together-done together-later together-hand-over undo
    transition-equipment transition-papers transition-visit transition-back write write-wish
"""

NOTHING = {
    "it sorts a list, and nothing was done for the person": """
        line-join line-acknowledge line-pin line-push line-not-right line-claim line-release
        inbox-rule inbox-rule-end""",
    "it comes home by itself, or says who is there; the sheet and the rota keep it": """
        handoff-decline handoff-take-back handoff-return hand-over-person hand-over-day close-night
        rota-hours rota-gone rota-away rota-back""",
    "it is about records and messages nobody has placed, not about care": """
        who-same who-apart who-unsure who-back who-out who-still-same who-now-apart who-doubt-unsure
        whose whose-confirm whose-back whose-nobody whose-divide inbox-not-ours inbox-split""",
    "it is not signed, not ended or not sent: the signature, the end or the message is the act": """
        call-dial call-office-dial call-take call-keep call-again drafts drafts-take notes-write notes-make plan-add plan-begin
        plan-propose plan-bring plan-remove reconcile reconcile-check write-letter write-grade""",
    "it was told already: when the message was written, or where the work was finished": """
        plan-step-done close-post outbox-print outbox-posted outbox-not-printed""",
    "it is about time that has its lines already": """
        close-attest time-attest time-attest-day billing-give-out""",
    "it only looks": "calls find patient-part inbox-piece",
    "it is nobody's care: one's own account, the journal, colleagues, feeds, the clock": """
        account-preferences still-here lock sign-out journal journal-share close-win clock feed-upload
        model-agreement staff-give staff-end staff-entitle staff-not-entitled staff-certify
        staff-not-certified staff-unlock staff-app staff-password staff-deactivate teams-new teams-join
        teams-leave""",
}


def takes_a_form(view):
    """Whether a view says that it answers a POST, behind whatever else stands before it."""
    while view:
        methods = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if methods:
            return "POST" in methods
        view = getattr(view, "__wrapped__", None)
    return False


def test_every_form_says_whether_it_writes_a_line_in_the_notes():
    told = [name for names in (WRITES, *NOTHING.values()) for name in names.split()]
    assert len(told) == len(set(told)), "one of them is said twice"
    forms = {name for _, view, name in pages() if takes_a_form(view)}
    assert forms - set(told) == set(), "enter each under WRITES, or under NOTHING with its reason"
    assert set(told) - forms == set(), "there is no such form any more"
