-- Where a change was made: the id of the window, or that it was a command. Older changes do not say.
ALTER TABLE change ADD COLUMN session TEXT CHECK (session = 'command' OR length(session) = 36);
