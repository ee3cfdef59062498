"""The decisions of a wave in one workbook, and back: the same decisions as the CSV files hold."""
