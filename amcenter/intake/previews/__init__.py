"""Pictures of a part: a thumbnail for lists, light meshes for its page and for platforms."""
