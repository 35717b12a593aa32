"""What the forms of the product need beyond their files."""

from backend.services.checking_eligibility import ELIGIBILITY_FORM, FORM
from backend.services.form_hooks import Hooks
from backend.services.ideas.pitch_form import APPLICATION_FORM, PITCH_FORM
from backend.services.joining import MEMBER, MEMBER_FORM
from backend.services.meetings.booking_form import BOOKING_FORM, MOVING_FORM
from backend.services.meetings.parties import BOOKING, MOVING
from backend.services.pitching import APPLICATION, PITCH

HOOKS: Hooks = {
    FORM: ELIGIBILITY_FORM,
    PITCH: PITCH_FORM,
    APPLICATION: APPLICATION_FORM,
    MEMBER: MEMBER_FORM,
    BOOKING: BOOKING_FORM,
    MOVING: MOVING_FORM,
}
"""By form id."""
