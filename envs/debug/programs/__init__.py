"""The programs as they should be, a file each: functions that may be wrong, and `main`, which calls them and is right."""
