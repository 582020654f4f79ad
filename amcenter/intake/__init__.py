"""From the bytes that somebody sent to a measured part, or to one clear sentence why not."""
