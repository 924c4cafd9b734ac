"""Pages about who takes part: delegations, experts, officers, formal meetings, groups, persons."""
