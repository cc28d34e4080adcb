"""What policies may import is really of use in a locked process: nothing that Python or numpy do late is refused there."""

import ast

import pytest

from robotrace.errors import PolicyError
from robotrace.sandbox import modules

pytestmark = pytest.mark.slow

LANGUAGE = {
    "θ = 2.0; return θ": 2.0,
    "ångström = 1; return eval('ångström + 1')": 2,
    r"return '\N{GREEK SMALL LETTER THETA}'": "θ",
    "return list('é'.encode('latin-1'))": [233],
    "return b'\\x80'.decode('cp1252')": "€",
    "return ''.join('é'.encode(name).decode(name) for name in ('utf-8-sig', 'utf-16', 'utf-16-le', 'utf-32'))": "éééé",
    "return 'é'.encode('ascii', 'backslashreplace').decode('ascii')": "\\xe9",
    "return 'bücher'.encode('idna').decode()": "xn--bcher-kva",
    "return 'bücher'.encode('punycode').decode()": "bcher-kva",
    "return 'é'.encode('unicode_escape').decode() + 'a'.encode('raw_unicode_escape').decode()": "\\xe9a",
    "import codecs; return codecs.decode('uryyb', 'rot13') + codecs.encode(b'a', 'hex').decode()": "hello61",
    "return '{:,.2f} {!r} {:e} {:b} {:n}'.format(1e6, 'é', 1.0, 5, 7)": "1,000,000.00 'é' 1.000000e+00 101 7",
    "import math; return f'{math.pi:.3f} {1/3:>8.2%} {255:#x}'": "3.142   33.33% 0xff",
}
STANDARD = {
    "import unicodedata; return unicodedata.name('θ')": "GREEK SMALL LETTER THETA",
    "from datetime import datetime; return datetime.strptime('2020-01-02', '%Y-%m-%d').day": 2,
    "from datetime import datetime; return datetime.fromisoformat('2020-01-02').strftime('%A')": "Thursday",
    "import time; return time.strptime('2020', '%Y').tm_year + time.gmtime(0).tm_year": 3990,
    "import calendar; return calendar.monthrange(2020, 2)[1]": 29,
    "import random; return random.Random('seed').sample(range(9), 9) != [] and 0 <= random.SystemRandom().random() < 1": True,
    "import random; random.shuffle([1, 2]); return 0 < random.betavariate(1, 2) < 1 and random.gauss(0, 1) < 9": True,
    "import statistics as s; return s.NormalDist(0, 1).cdf(0) + s.quantiles([1, 2, 3])[1] + s.median([1, 3])": 4.5,
    "import statistics as s; return s.linear_regression([1, 2], [2, 4]).slope": 2.0,
    "from decimal import Decimal, localcontext; return str(Decimal(16).sqrt())": "4",
    "from fractions import Fraction; return str(Fraction('1/3') + Fraction(0.25))": "7/12",
    "from dataclasses import make_dataclass, replace; return replace(make_dataclass('C', ['a'], slots=True)(1), a=3).a": 3,
    "import enum; E = enum.Flag('E', 'a b'); return (E.a | E.b).value + enum.IntEnum('I', {'x': 1}).x": 4,
    "import typing; return typing.get_type_hints(typing.NamedTuple('P', [('a', int)]))['a'] is int": True,
    "import re; return re.Scanner([(r'\\d+', lambda s, t: int(t))]).scan('12')[0]": [12],
    "import re; return re.sub(r'(?i)É(?P<x>\\w+)', r'\\g<x>', 'éta')": "ta",
    "import json; return json.loads(json.dumps({'a': [1, 'é']}, indent=1, sort_keys=True))['a']": [1, "é"],
    "import heapq; return list(heapq.merge([1, 3], [2])) + heapq.nlargest(1, [1, 2])": [1, 2, 3, 2],
    "import itertools, operator, functools; return functools.reduce(operator.mul, itertools.chain([2], [3]))": 6,
    "import functools; return functools.singledispatch(len)('ab') + functools.lru_cache(len)('a')": 3,
    "import collections; return collections.Counter('aab').most_common(1)[0][1] + collections.ChainMap({'a': 1})['a']": 3,
    "import string, textwrap; return string.Template('$a').substitute(a=1) + textwrap.fill('a b', 1)": "1a\nb",
    "import pprint; return pprint.pformat({'b': {1}, 'a': [2]})": "{'a': [2], 'b': {1}}",
    "import struct, array; return struct.unpack('<d', struct.pack('<d', 1.5))[0] + array.array('d', [1.0])[0]": 2.5,
    "import copy; return copy.deepcopy({'a': [1, (2, 3)]})": {"a": [1, (2, 3)]},
    "import inspect; return str(inspect.signature(lambda a, *, b=1: 0))": "(a, *, b=1)",
    "import logging; logging.basicConfig(level=10); logging.getLogger('x').info('y'); logging.warning('z'); return 1": 1,
    "import warnings; warnings.warn('careful'); return 1": 1,
    "import traceback; return ''.join(traceback.format_exception(ValueError('é')))": "ValueError: é\n",
    "import contextlib; return contextlib.ExitStack().__enter__().close()": None,
    "import queue; q = queue.PriorityQueue(); q.put(2); q.put(1); return q.get()": 1,
    "import weakref, types; C = type('C', (), {'a': 1}); weakref.finalize(C, print); return weakref.ref(C)().a": 1,
    "import graphlib; return list(graphlib.TopologicalSorter({1: {2}}).static_order())": [2, 1],
    "import math, cmath, numbers, abc, bisect; return isinstance(math.comb(5, 2), numbers.Real) and cmath.sqrt(-1).imag": 1.0,
}
NUMPY = {
    "return np.linalg.solve(np.eye(2), np.ones(2)).tolist() + np.linalg.lstsq(np.eye(1), [1.0], rcond=None)[0].tolist()": [
        1.0
    ]
    * 3,
    "return float(np.linalg.eigh(np.eye(2))[0][0] + np.linalg.cond(np.eye(2)) + np.linalg.matrix_rank(np.eye(2)))": 4.0,
    "return np.random.default_rng(1).permutation(1).tolist() + np.random.RandomState(1).randint(1, size=1).tolist()": [
        0,
        0,
    ],
    "return np.random.default_rng(1).multivariate_normal([0.0], [[0.0]]).tolist()": [0.0],
    "return np.fft.rfft(np.ones(4)).real.tolist()": [4.0, 0.0, 0.0],
    "return round(float(np.polynomial.Polynomial([1, 2])(1) + np.polyfit([1, 2, 3], [1, 2, 3], 1)[0]), 6)": 4.0,
    "return float(np.ma.masked_array([1.0, 2.0], [True, False]).mean())": 2.0,
    "return np.array2string(np.arange(2000.0), threshold=5)": "[0.000e+00 1.000e+00 2.000e+00 ... 1.997e+03 1.998e+03 1.999e+03]",
    "return np.histogram([1.0, 1.0], bins='auto')[0].tolist() + np.unique([1, 1]).tolist()": [2, 1],
    "return np.einsum('ij,jk,kl->il', *[np.eye(1)] * 3, optimize=True).tolist()": [[1.0]],
    "return str(np.datetime64('2020-01-02') + np.timedelta64(1, 'D'))": "2020-01-03",
    "return str(np.char.upper(np.array(['a']))[0]) + str(np.rec.fromarrays([[1]], names='a').a[0])": "A1",
    "return float(np.emath.sqrt(-1).imag) + int(np.lib.stride_tricks.sliding_window_view(np.arange(3), 2)[1, 0])": 2.0,
    "import io; return float(np.loadtxt(io.StringIO('1 2'))[0] + np.genfromtxt(io.StringIO('1 2'))[1])": 3.0,
    "import io; b = io.BytesIO(); np.save(b, np.eye(1)); b.seek(0); return np.load(b).tolist()": [[1.0]],
    "return float(np.float64(1) / np.float64(0))": float("inf"),  # with a warning
    "return float(np.finfo('f4').eps > 0) + float(np.quantile([1, 3], 0.5)) + float(np.interp(1, [0, 2], [0, 2]))": 4.0,
    "return np.vectorize(lambda x: x + 1)([1]).tolist() + np.pad([1], 1).tolist() + np.r_[1:3].tolist()": [
        2,
        0,
        1,
        0,
        1,
        2,
    ],
}
SCIPY = {
    "from scipy.optimize import brentq, minimize; return round(minimize(np.sum, [1.0], bounds=[(0, 1)]).fun, 4)": 0.0,
    "from scipy.optimize import differential_evolution as d; return d(lambda x: x[0] ** 2, [(-1, 1)], seed=1).success": True,
    "from scipy.optimize import linear_sum_assignment; return linear_sum_assignment([[1]])[0].tolist()": [0],
    "from scipy.spatial import ConvexHull, KDTree; return ConvexHull(np.eye(3)[:, :2]).volume + KDTree([[1]]).query([1])[0]": 0.5,
    "from scipy.interpolate import CubicSpline; return round(float(CubicSpline([0, 1, 2], [0, 1, 4])(1)), 6)": 1.0,
    "from scipy.integrate import quad, solve_ivp; return float(solve_ivp(lambda t, y: 0 * y, (0, 1), [1.0]).y[0, -1])": 1.0,
    "from scipy.signal import lfilter, savgol_filter; return lfilter([1], [1], [1.0]).tolist()": [1.0],
    "import scipy.stats; return float(scipy.stats.norm.cdf(0))": 0.5,
    "import scipy; return scipy.ndimage.gaussian_filter([1.0, 1.0], 1).round(6).tolist()": [1.0, 1.0],
    "import scipy.sparse, scipy.constants, scipy.fft; return scipy.sparse.eye(1).toarray().tolist()": [[1.0]],
}


@pytest.mark.parametrize("code", [*LANGUAGE, *STANDARD])
def test_python_works_in_a_locked_process(sandbox, code):
    assert sandbox.call(f"def f():\n    {code}", "f") == (LANGUAGE | STANDARD)[code]


@pytest.mark.parametrize("code", NUMPY)
def test_numpy_works_in_a_locked_process(sandbox, code):
    assert sandbox.call(f"import numpy as np\ndef f():\n    {code}", "f") == NUMPY[code]


@pytest.mark.parametrize("code", SCIPY)
def test_scipy_works_in_a_locked_process(sandbox, code):
    pytest.importorskip("scipy")
    assert sandbox.call(f"import numpy as np\ndef f():\n    {code}", "f") == SCIPY[code]


@pytest.mark.parametrize("name", modules.needed())
def test_what_may_be_imported_can_be(sandbox, name):
    assert sandbox.call(f"import {name}\nimport sys\ndef f(): return sys.modules[{name!r}].__name__", "f") == name


def test_an_identifier_that_is_not_ascii_works_in_a_controller(sandbox):
    source = "from robotrace import bundle\n@bundle(trainable=True)\ndef controller(o):\n    θ = o['hand'] * 2\n    return θ\n"
    with sandbox.load(source) as policy:
        assert policy.act({"hand": [1.0]}).tolist() == [2.0]


def test_what_may_not_be_imported_is_named(sandbox):
    with pytest.raises(PolicyError, match=r"'numpy\.testing' cannot be imported by a policy"):
        sandbox.call("import numpy as np\ndef f(): return np.testing", "f")


def test_scipy_is_loaded_for_a_text_that_names_it():
    assert modules.mentioned("from scipy import stats") == ("scipy",)
    assert modules.mentioned("scipyish = 1") == ()
    assert "scipy.stats" in modules.needed(("scipy",))
    assert not any("scipy" in name for name in modules.needed())


def test_these_programs_are_python():
    for code in (*LANGUAGE, *STANDARD, *NUMPY, *SCIPY):
        ast.parse(f"def f():\n    {code}")
