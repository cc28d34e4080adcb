from robotrace import errors


def test_every_error_is_in_the_tree_drawn_at_the_top():
    found = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}
    drawn = {word for line in errors.__doc__.splitlines() for word in line.split()[:4] if word in vars(errors)}
    assert found == drawn


def test_an_unknown_name_comes_with_the_nearest():
    error = errors.UnknownNameError("task", "pick-plce-v3", ["pick-place-v3", "push-v3", "reach-v3"])
    assert str(error) == "Unknown task 'pick-plce-v3'. Did you mean pick-place-v3?"


def test_a_part_of_a_name_leads_to_those_that_have_it():
    error = errors.UnknownNameError("task", "pick", ["metaworld/pick-place-v3", "push-v3", "reach-v3"])
    assert str(error) == "Unknown task 'pick'. Did you mean metaworld/pick-place-v3?"


def test_an_unknown_name_without_a_near_one_comes_with_all():
    error = errors.UnknownNameError("optimizer", "xyz", ["induce", "auto"])
    assert str(error) == "Unknown optimizer 'xyz'. Known: auto, induce."
