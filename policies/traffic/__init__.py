"""Rules of traffic engineers, one readable file each: `robotrace eval adaptive --task traffic/signal`."""
