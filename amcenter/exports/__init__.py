"""What leaves the centre: build files for machines, tables for people, schedules for programs."""
