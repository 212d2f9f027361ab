"""A team's own Sigma rules as trees of conditions, judged here; who parses them is somebody else."""
