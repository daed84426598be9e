"""Words and rules, pure: jobs, triggers, runs, watches, reports, errors, and the ports clock and ledger."""
