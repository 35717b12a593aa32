"""The database behind the services' ports. Only this package knows SQLAlchemy."""
