-- Old steps are found by their age, not by their place.

create index standing_history_by_age on standing_history (changed_at);
