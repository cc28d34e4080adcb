"""An episode looked at afterwards: which line of the controller acted at each timestep, what it looked like, why it failed."""
