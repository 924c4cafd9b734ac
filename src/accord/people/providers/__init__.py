"""What people take from outside: the mission's note."""
