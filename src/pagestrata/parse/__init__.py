"""From a page's text to its strata: lines → features → scores → threads, fields, roles, categories → records."""
