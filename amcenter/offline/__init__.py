"""Planning files on disk, without server and database."""
