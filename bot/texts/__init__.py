"""The words: en.ftl and fr.ftl (Fluent), and how dates and lengths of time are written."""
