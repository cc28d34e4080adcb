import numpy as np

from robotrace.feedback import words


def test_a_distance_is_told_in_centimetres_to_the_millimetre():
    assert words.cm(0.0213) == "2.1 cm"


def test_a_rounded_negative_zero_has_no_sign():
    assert words.cm(-0.0001) == "0.0 cm"
    assert words.point([-0.0001, 0.0, 1.0]) == "(0.000, 0.000, 1.000)"
    assert words.plain([-0.0001, -1.0]) == "(0, -1)"


def test_a_displacement_is_told_by_axis_with_its_signs():
    assert words.axes(np.array([0.03, -0.06, 0.0001])) == "x +3.0, y -6.0, z 0.0 cm"


def test_numbers_of_unknown_scale_keep_three_digits():
    assert [words.number(value) for value in (0.0012345, 12.345, 1234.5, -250.4, 0.0)] == [
        "0.00123",
        "12.3",
        "1234",
        "-250",
        "0",
    ]


def test_runs_are_the_stretches_of_a_mask():
    assert words.runs([True, False, True, True]) == [(0, 0), (2, 3)]
    assert words.runs([]) == []


def test_a_list_of_timesteps_is_bounded():
    mask = [True, False] * 10
    assert words.timesteps(mask, most=3) == "t=0, 2, 4 and 7 more stretches"


def test_one_left_out_is_singular():
    assert words.more(1, "goal", "goals") == " and 1 more goal"
    assert words.more(0, "goal", "goals") == ""


def test_a_long_text_is_cut_with_a_mark():
    assert words.clipped("abcdefghij", 8) == "abcd ..."
    assert words.clipped("abc", 8) == "abc"


def test_a_range_of_one_place_is_one_number():
    assert words.between(0.1, 0.1001) == "0.100"
    assert words.between(0.1, 0.2) == "0.100..0.200"
