"""Calendars in the format of iCalendar (RFC 5545), as a roster has them: fetched, and read within bounds."""
