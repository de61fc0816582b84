"""Calendars in iCalendar format (RFC 5545), as rosters use them: fetched, and read within bounds."""
