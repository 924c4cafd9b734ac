"""Who takes part: parties, persons, accounts, groups, delegations, appointments, experts and formal meetings."""
