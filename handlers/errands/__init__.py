"""What an errand beside reporting reads and writes: a project's status, leave, reminders later."""
