"""Where files of the project are served, so that Intercom can fetch them."""
