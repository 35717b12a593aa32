"""Advisory meetings and trainings: times are published, held, booked, moved, cancelled, and never booked twice."""
