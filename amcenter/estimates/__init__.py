"""What pieces will take: machine time, material, work and cost, with every term shown."""
