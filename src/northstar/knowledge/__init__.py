"""What experts wrote: thresholds, clocks, tables, wordings; dated, cited, with a review date."""
