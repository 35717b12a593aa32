"""The tables of advisers' times, meetings, and trainings. What must never happen twice is refused by an index here."""

import sqlalchemy as sa

from backend.store.schema import Instant, metadata

_TAKES_THE_SLOT = sa.text("state IN ('held', 'booked')")
_PUBLISHED = sa.text("state = 'published'")
# What a coordinator withdrew is not made again from its rule; what a leave took away is.
_OF_RULE = sa.text("rule_id IS NOT NULL AND state IN ('published', 'withdrawn')")
_WAITS = sa.text("state IN ('waiting', 'offered')")
_SEATED = sa.text("state = 'booked'")
_SIGNED_UP = sa.text("state IN ('booked', 'waiting')")
KINDS = "kind IN ('service_point', 'elsewhere', 'phone', 'video')"


adviser = sa.Table(
    "adviser",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    # What coordinators call them by.
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("languages", sa.JSON, nullable=False),
    sa.Column("is_active", sa.Boolean, nullable=False, default=True),
    # Of the secret address under which they subscribe to their calendar; NULL until they ask for one.
    sa.Column("feed_hash", sa.String(64), unique=True),
)

slot_rule = sa.Table(
    "slot_rule",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("adviser_id", sa.String(64), sa.ForeignKey("adviser.id"), nullable=False, index=True),
    # Monday is 0.
    sa.Column("weekday", sa.Integer, nullable=False),
    # HH:MM in the city's time.
    sa.Column("starts", sa.String(5), nullable=False),
    sa.Column("ends", sa.String(5), nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("gap_minutes", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("languages", sa.JSON, nullable=False),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_until", sa.Date),
    # False once a coordinator has ended it.
    sa.Column("is_active", sa.Boolean, nullable=False, default=True),
    sa.CheckConstraint(KINDS, name="kind"),
    sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    sa.CheckConstraint("starts < ends", name="hours"),
    sa.CheckConstraint("minutes > 0 AND gap_minutes >= 0", name="minutes"),
)

leave = sa.Table(
    "leave",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    # NULL where the whole office is closed.
    sa.Column("adviser_id", sa.String(64), sa.ForeignKey("adviser.id"), index=True),
    sa.Column("first", sa.Date, nullable=False),
    sa.Column("last", sa.Date, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, default=""),
    sa.CheckConstraint("first <= last", name="days"),
)

slot = sa.Table(
    "slot",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("adviser_id", sa.String(64), sa.ForeignKey("adviser.id"), nullable=False),
    # The adviser's number and the times in seconds: what overlaps is refused by the database, which compares these.
    sa.Column("adviser_number", sa.BigInteger, nullable=False),
    sa.Column("starts_epoch", sa.BigInteger, nullable=False),
    sa.Column("ends_epoch", sa.BigInteger, nullable=False),
    sa.Column("starts_at", Instant, nullable=False),
    sa.Column("ends_at", Instant, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("languages", sa.JSON, nullable=False),
    sa.Column("rule_id", sa.String(64), sa.ForeignKey("slot_rule.id")),
    # published, withdrawn, on_leave.
    sa.Column("state", sa.String(16), nullable=False, default="published"),
    sa.Column("version", sa.Integer, nullable=False, default=1),
    sa.Column("published_at", Instant, nullable=False),
    sa.CheckConstraint(KINDS, name="kind"),
    sa.CheckConstraint("state IN ('published', 'withdrawn', 'on_leave')", name="state"),
    sa.CheckConstraint("starts_epoch < ends_epoch", name="times"),
)
sa.Index("uq_slot_start", slot.c.adviser_id, slot.c.starts_at, unique=True, sqlite_where=_PUBLISHED, postgresql_where=_PUBLISHED)
sa.Index("uq_slot_of_rule", slot.c.rule_id, slot.c.starts_at, unique=True, sqlite_where=_OF_RULE, postgresql_where=_OF_RULE)
sa.Index("ix_slot_published", slot.c.starts_at, sqlite_where=_PUBLISHED, postgresql_where=_PUBLISHED)

booking = sa.Table(
    "booking",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("slot_id", sa.String(64), sa.ForeignKey("slot.id"), nullable=False, index=True),
    sa.Column("person_id", sa.String(64), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("conversation_id", sa.String(64), sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id", ondelete="SET NULL"), index=True),
    sa.Column("idea_id", sa.String(64), sa.ForeignKey("idea.id", ondelete="SET NULL"), index=True),
    sa.Column("about", sa.Text, nullable=False, default=""),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("hold_until", Instant, nullable=False),
    # Its identity in calendars, the same after a move.
    sa.Column("uid", sa.String(64), nullable=False, index=True),
    sa.Column("sequence", sa.Integer, nullable=False, default=0),
    # The booking that this one takes the place of, or took.
    sa.Column("replaces_id", sa.String(64)),
    sa.Column("version", sa.Integer, nullable=False, default=1),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("booked_at", Instant),
    sa.Column("ended_at", Instant),
    # came, did_not_come; empty until told.
    sa.Column("outcome", sa.String(16), nullable=False, default=""),
    sa.Column("notes", sa.Text, nullable=False, default=""),
    sa.Column("reminded", sa.JSON, nullable=False, default=list),
    sa.CheckConstraint("state IN ('held', 'booked', 'moved', 'cancelled', 'expired', 'done')", name="state"),
    sa.CheckConstraint("outcome = '' OR state = 'done'", name="outcome"),
)
# One slot, one meeting: whoever inserts second is turned away by the database.
sa.Index("uq_booking_slot", booking.c.slot_id, unique=True, sqlite_where=_TAKES_THE_SLOT, postgresql_where=_TAKES_THE_SLOT)
sa.Index("ix_booking_held", booking.c.hold_until, sqlite_where=booking.c.state == "held", postgresql_where=booking.c.state == "held")

# Who wants to be told when an earlier time becomes free.
waiting = sa.Table(
    "waiting",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("conversation_id", sa.String(64), sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("person_id", sa.String(64), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    sa.Column("team_id", sa.String(64), sa.ForeignKey("team.id", ondelete="SET NULL")),
    sa.Column("idea_id", sa.String(64), sa.ForeignKey("idea.id", ondelete="SET NULL")),
    # Their meeting that an earlier one would take the place of; NULL where they have none.
    sa.Column("booking_id", sa.String(64), sa.ForeignKey("booking.id", ondelete="SET NULL")),
    sa.Column("about", sa.Text, nullable=False, default=""),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("wish", sa.JSON, nullable=False),
    sa.Column("since", Instant, nullable=False),
    sa.Column("state", sa.String(16), nullable=False, default="waiting"),
    # The booking that holds what is offered.
    sa.Column("offer_id", sa.String(64), sa.ForeignKey("booking.id", ondelete="SET NULL"), index=True),
    sa.Column("offered_slot_id", sa.String(64), sa.ForeignKey("slot.id")),
    sa.Column("offered_until", Instant),
    # Slots they were offered and did not take.
    sa.Column("declined", sa.JSON, nullable=False, default=list),
    sa.CheckConstraint("state IN ('waiting', 'offered', 'taken', 'gone')", name="state"),
)
sa.Index("uq_waiting_person", waiting.c.person_id, unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS)

training = sa.Table(
    "training",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("kind", sa.String(16), nullable=False),
    # By language.
    sa.Column("title", sa.JSON, nullable=False),
    sa.Column("about", sa.JSON, nullable=False),
    sa.Column("starts_at", Instant, nullable=False),
    sa.Column("ends_at", Instant, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("capacity", sa.Integer, nullable=False),
    sa.Column("sign_up_until", Instant, nullable=False),
    sa.Column("state", sa.String(16), nullable=False, default="published"),
    sa.Column("version", sa.Integer, nullable=False, default=1),
    sa.CheckConstraint("kind IN ('joint_meeting', 'training')", name="kind"),
    sa.CheckConstraint("state IN ('published', 'cancelled')", name="state"),
    sa.CheckConstraint("capacity > 0", name="capacity"),
)

seat = sa.Table(
    "seat",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("training_id", sa.String(64), sa.ForeignKey("training.id"), nullable=False, index=True),
    # From 1 to the capacity; 0 on the waiting list.
    sa.Column("seat", sa.Integer, nullable=False),
    sa.Column("person_id", sa.String(64), sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("conversation_id", sa.String(64), sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("since", Instant, nullable=False),
    sa.Column("uid", sa.String(64), nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False, default=0),
    sa.Column("reminded", sa.JSON, nullable=False, default=list),
    sa.CheckConstraint("state IN ('booked', 'waiting', 'cancelled')", name="state"),
    sa.CheckConstraint("(state = 'booked') = (seat > 0) OR state = 'cancelled'", name="seat"),
)
sa.Index("uq_seat_taken", seat.c.training_id, seat.c.seat, unique=True, sqlite_where=_SEATED, postgresql_where=_SEATED)
sa.Index("uq_seat_person", seat.c.training_id, seat.c.person_id, unique=True, sqlite_where=_SIGNED_UP, postgresql_where=_SIGNED_UP)
