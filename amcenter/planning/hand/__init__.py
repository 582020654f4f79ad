"""Plans changed by hand: a draft with a schedule, edit by edit, every one judged and undoable."""
