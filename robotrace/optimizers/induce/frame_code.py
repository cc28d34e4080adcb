"""A frame as a function that a person would write."""

from __future__ import annotations

from robotrace.optimizers.induce.frame import AXES, Frame

INDENT = "    "
NAME = "to_robot"


def frame_code(frame: Frame, hand: str, late: int) -> list[str]:
    """The lines of `to_robot`, a function inside the controller.

    Args:
        frame: The frame.
        hand: The name of the hand's position in the code.
        late: The number of timesteps that the robot answers late, for the docstring.
    """
    lines = ['"""What this robot has to be asked for, for its hand to go to a place: it is not calibrated.', ""]
    lines += [*said(frame, late), '"""', *_way(frame, hand)]
    lines += _turned_back(frame)
    inside = [f"{INDENT * 2}{line}" if line else "" for line in lines]
    return ["", f"{INDENT}def {NAME}(place):", *inside]


def said(frame: Frame, late: int) -> list[str]:
    """What is different about the robot, one sentence each."""
    lines = []
    if frame.degrees:
        lines.append(f"It turns what it is asked for by {frame.degrees:g} degrees about {AXES[frame.axis]}.")
    if frame.mirrored is not None:
        lines.append(f"It mirrors {AXES[frame.mirrored]}.")
    if frame.scale != 1.0:
        lines.append(f"It multiplies lengths by {frame.scale:g}.")
    if any(frame.offset):
        lines.append(f"It adds [{', '.join(f'{value:g}' for value in frame.offset)}] m.")
    if frame.gain != 1.0:
        lines.append(f"It goes {frame.gain:g} times as far as it should.")
    if frame.dead:
        lines.append(f"It loses the first {frame.dead * 1000:g} mm of the way along each axis.")
    if late:
        lines.append("It answers one timestep late.")
    return lines


def _way(frame: Frame, hand: str) -> list[str]:
    if not frame.follows_hand:
        return []
    way = f"place - {hand}"
    lines = [f"way = {way}"]
    if frame.dead:
        lines.append(f"way = way + {frame.dead:g} * np.sign(way)")
    divided = f" / {frame.gain:g}" if frame.gain != 1.0 else ""
    return [*lines, f"place = {hand} + way{divided}"]


def _turned_back(frame: Frame) -> list[str]:
    moved = f"place - np.array([{', '.join(f'{value:g}' for value in frame.offset)}])" if any(frame.offset) else "place"
    if frame.scale != 1.0:
        moved = f"({moved}) / {frame.scale:g}" if any(frame.offset) else f"place / {frame.scale:g}"
    if not frame.degrees and frame.mirrored is None:
        return [f"return {moved}"]
    lines = [f"x, y, z = {moved}"]
    if frame.mirrored is not None:
        letter = AXES[frame.mirrored]
        lines.append(f"{letter} = -{letter}")
    if not frame.degrees:
        return [*lines, "return np.array([x, y, z])"]
    one, other = AXES[(frame.axis + 1) % 3], AXES[(frame.axis + 2) % 3]
    quarter = {0.0: (one, other), 90.0: (other, f"-{one}"), 180.0: (f"-{one}", f"-{other}"), 270.0: (f"-{other}", one)}
    turned = quarter.get(frame.degrees % 360.0)
    if turned is None:
        lines.append(f"angle = np.radians({frame.degrees:g})")
        turned = (
            f"np.cos(angle) * {one} + np.sin(angle) * {other}",
            f"np.cos(angle) * {other} - np.sin(angle) * {one}",
        )
    parts = {AXES[frame.axis]: AXES[frame.axis], one: turned[0], other: turned[1]}
    return [*lines, f"return np.array([{', '.join(parts[letter] for letter in AXES)}])"]
