import pytest

from ringfort.studies.tables import figure, headline, percent, spread

FIGURES = {0.0: "0", 11.0: "11", 0.0421: "0.042", 0.46: "0.46", 12.34: "12.3", 350.4: "350", 35_025.0: "35,025"}
FIGURES |= {288_428.0: "288 k", -350_043.0: "-350 k", 125_486_542.0: "125.5 M", 999_600.0: "1.0 M", None: "–"}


@pytest.mark.parametrize(("value", "text"), FIGURES.items())
def test_figures_are_short(value, text):
    assert figure(value) == text


def test_shares_that_are_there_are_not_nought():
    assert [percent(share) for share in (0.0, 0.001, 0.5, 1.0)] == ["0 %", "<1 %", "50 %", "100 %"]


def test_intervals_without_width_and_without_bounds():
    assert spread({"mean": 1.0, "low": 1.0, "high": 1.0}) == ""
    assert spread({"mean": 1.0, "low": 0.5, "high": 2.0}) == "0.50 to 2"
    assert spread({"mean": 1.0, "low": None, "high": None}) == "one run cannot tell"


def test_the_headline_says_who_leaks_and_who_is_hurt():
    def one(mean, low, high):
        return {"mean": mean, "low": low, "high": high}

    answer = {"arrived": one(11.0, 11.0, 11.0), "leaked": one(2.75, 2.5, 3.0)}
    answer |= {"killed": one(6.5, 5.0, 8.0), "injured": one(9.5, 8.0, 11.0)}
    told = "Of 11 hostile a raid, 2.75 leak (2.50 to 3): 25 %. 6.50 killed and 9.50 injured a raid."
    assert headline(answer) == told
    assert headline(answer | {"arrived": one(0.0, 0.0, 0.0)}) == "Nothing hostile arrives."
