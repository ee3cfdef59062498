"""Survey exports: sheets of text in, one response per questionnaire out."""
