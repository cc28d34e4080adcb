"""What there is of traffic, a line each."""

FAMILY = "traffic"
PROBLEMS = {
    "corridor": "Choose six green times of three crossings in a row, so that little time is lost; demand changes.",
    "crossing": "Choose two green times of a crossing, so that little time is lost; without random starts it is easy.",
    "signal": "Write the signal of a crossing as code: the next green times, from the vehicles on the roads in.",
}
