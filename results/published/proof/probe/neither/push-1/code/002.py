"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

D = [0.12, 0.10, 0.081]
CAND = {0: [0.6, -0.6, 1.1, -1.1], 1: [-0.7, 0.0, 1.3, 0.35], 2: [-0.275, 0.7, -0.7, 0.0]}
HOVER = 0.13
DEEP = 0.06


def _hand_name(m):
    best, name = -1.0, 'b'
    for k in 'bcd':
        r = float(np.sum(m['hi'][k] - m['lo'][k]))
        if r > best:
            best, name = r, k
    return name


def _next_probe(m):
    """Choose the next probe; return False if there is none left."""
    if m['todo']:
        c = m['todo'].pop(0)
        m['comp'] = c
        m['cand'] = False
        m['a'] = m['a_base'].copy()
        m['a'][c] += D[c]
        return True
    for _ in range(len(m['pending'])):
        c = m['pending'].pop(0)
        if m['cands'][c]:
            v = m['cands'][c].pop(0)
            m['comp'] = c
            m['cand'] = True
            m['a'] = m['a_base'].copy()
            m['a'][c] = v
            return True
    return False


def _set_k(m, k, p):
    m['k'] = k
    m['s'] = 1.0 if m['h_id'][k] >= p[k] else -1.0


def _finish_id(m, R):
    hn = _hand_name(m)
    m['hn'] = hn
    m['h_id'] = R[hn].copy()
    others = [k for k in 'bcd' if k != hn]
    v = [float(np.sum(m['hi'][k] - m['lo'][k])) for k in others]
    m['sure'] = True
    if v[0] > 1e-9 and v[1] < 0.3 * v[0]:
        pn, gn = others
    elif v[1] > 1e-9 and v[0] < 0.3 * v[1]:
        gn, pn = others
    else:
        m['sure'] = False
        h0 = m['r0'][hn]
        d = [float(np.linalg.norm(m['r0'][k] - h0)) for k in others]
        if d[0] <= d[1]:
            pn, gn = others
        else:
            gn, pn = others
    m['pn'], m['gn'] = pn, gn
    # vertical axis: puck and goal agree on it, the hand is well away from both
    p0, q0 = m['r0'][pn], m['r0'][gn]
    score = np.zeros(3)
    for ref, w in ((m['r0'][hn], 0.6), (m.get('h_rest', m['r0'][hn]), 0.4)):
        near = np.minimum(np.abs(ref - p0), np.abs(ref - q0))
        score = score + w * np.minimum(near, 0.25)
    score = score - np.abs(p0 - q0)
    score[2] += 0.03
    if 2 in m['cols']:
        score[int(np.argmax(np.abs(m['cols'][2])))] += 0.03
    order = [int(i) for i in np.argsort(-score)]
    m['korder'] = order
    m['kmargin'] = float(score[order[0]] - score[order[1]])
    m['ki'] = 0
    _set_k(m, order[0], R[pn])
    J = np.zeros((3, 3))
    for c, col in m['cols'].items():
        J[:, c] = col
    m['J'] = J
    m['a_ref'] = m['a_base'].copy()
    m['h_ref'] = m['h_base'].copy()
    # gripper sense
    gm, gp, g0 = m.get('gm', m['g0']), m.get('gp', m['g0']), m['g0']
    rng = abs(gm - gp)
    if rng > 0.05 and abs(g0 - gm) < 0.3 * rng:
        op = -1.0
    elif rng > 0.05 and abs(g0 - gp) < 0.3 * rng:
        op = 1.0
    else:
        op = -1.0 if gm >= gp else 1.0
    m['open'] = op
    m['phase'] = 'hover'
    m['hold'] = 0
    m['hc'] = 0


def _solve(m, desired):
    Ji = np.linalg.pinv(m['J'], rcond=0.04)
    return np.clip(m['a_ref'] + Ji @ (desired - m['h_ref']), -2, 2)


def _out(m, a, grip):
    a = np.array(a, float)
    if np.max(np.abs(a - m['last_a'])) > 2e-3:
        m['hold'] = 0
    m['last_a'] = a
    m['hold'] += 1
    m['t'] += 1
    return [float(a[0]), float(a[1]), float(a[2]), float(grip)]


def _next_k(m, p):
    m['ki'] = (m['ki'] + 1) % 3
    _set_k(m, m['korder'][m['ki']], p)


def _start_raise(m, h, p):
    k, s = m['k'], m['s']
    m['raise_to'] = h.copy()
    m['raise_to'][k] = p[k] + s * (HOVER + 0.04)
    m['phase'] = 'raise'
    m['rc'] = 1
    return _out(m, _solve(m, m['raise_to']), m['open'])


@rt.bundle(trainable=True)
def controller(observation, memory):
    m = memory
    R = {k: np.array(observation['sensor_' + k], dtype=float).ravel() for k in 'bcd'}
    g = float(np.ravel(observation['sensor_a'])[0])
    if 't' not in m:
        m['t'] = 0
        m['r0'] = {k: R[k].copy() for k in R}
        m['lo'] = {k: R[k].copy() for k in R}
        m['hi'] = {k: R[k].copy() for k in R}
        m['prev'] = {k: R[k].copy() for k in R}
        m['g0'] = g
        m['gprev'] = g
        m['phase'] = 'id'
        m['comp'] = -1
        m['cand'] = False
        m['a'] = np.array([0.0, 0.7, 0.275])
        m['a_base'] = m['a'].copy()
        m['h_base'] = None
        m['todo'] = [0, 1, 2]
        m['pending'] = []
        m['cands'] = {c: list(CAND[c]) for c in CAND}
        m['cols'] = {}
        m['last_a'] = np.array([9.0, 9.0, 9.0])
        m['hold'] = 0
        m['tries'] = 0
        m['swapped'] = False
    for k in R:
        m['lo'][k] = np.minimum(m['lo'][k], R[k])
        m['hi'][k] = np.maximum(m['hi'][k], R[k])
    t = m['t']
    prev, m['prev'] = m['prev'], {k: R[k].copy() for k in R}
    gprev, m['gprev'] = m['gprev'], g

    # ---------------- identification ----------------
    if m['phase'] == 'id':
        hn = _hand_name(m)
        h = R[hn]
        vel = float(np.max(np.abs(h - prev[hn])))
        need = 4
        if m['h_base'] is not None and float(np.linalg.norm(h - m['h_base'])) > 0.012:
            need = 3
        if t > 0 and ((m['hold'] >= need and vel < 0.006) or m['hold'] >= 7):
            if m['comp'] == -1:
                m['gm'] = g
            elif 'gp' not in m:
                m['gp'] = g
            if m['comp'] == -1:
                m['h_base'] = h.copy()
                m['h_rest'] = h.copy()
                m['a_base'] = m['a'].copy()
            else:
                c = m['comp']
                dh = h - m['h_base']
                if float(np.linalg.norm(dh)) > 0.012:
                    m['cols'][c] = dh / (m['a'][c] - m['a_base'][c])
                    m['h_base'] = h.copy()
                    m['a_base'] = m['a'].copy()
                    if m['cand']:
                        m['todo'].append(c)   # refine with a small local probe
                elif c not in m['cols']:
                    m['pending'].append(c)
            m['hold'] = 0
            if not _next_probe(m):
                _finish_id(m, R)
        if m['phase'] == 'id' and t >= 28:
            if m['h_base'] is None:
                m['h_base'] = h.copy()
            _finish_id(m, R)
        if m['phase'] == 'id':
            grip = 1.0 if (m['comp'] != -1 and 'gp' not in m) else -1.0
            if 'gp' in m:
                op = -1.0
                rng = abs(m['gm'] - m['gp'])
                if rng > 0.05 and abs(m['g0'] - m['gp']) < 0.3 * rng:
                    op = 1.0
                grip = op
            return _out(m, m['a'], grip)

    # ---------------- doing the task ----------------
    hn, pn, gn = m['hn'], m['pn'], m['gn']
    h, p, q = R[hn], R[pn], R[gn]
    vel = float(np.max(np.abs(h - prev[hn])))

    if m['phase'] == 'raise':
        m['rc'] += 1
        k, s = m['k'], m['s']
        if m['rc'] > 3 or (m['rc'] >= 2 and s * (h[k] - p[k]) > 0.095):
            m['phase'] = 'hover'
            m['hc'] = 0
            m['hold'] = 0
        else:
            return _out(m, _solve(m, m['raise_to']), m['open'])

    k, s = m['k'], m['s']
    xy = [i for i in range(3) if i != k]

    if m['phase'] == 'hover':
        des = p.copy()
        des[k] = p[k] + s * HOVER
        err = float(np.linalg.norm((des - h)[xy]))
        if m['hold'] >= 2 and vel < 0.01 and err < 0.012:
            m['phase'] = 'down'
        elif (m['hold'] >= 3 and vel < 0.005) or m['hold'] >= 6:
            a = m['last_a']
            da = a - m['a_ref']
            dh = h - m['h_ref']
            if float(np.linalg.norm(da)) > 0.03:
                m['J'] = m['J'] + np.outer(dh - m['J'] @ da, da) / float(da @ da)
            m['a_ref'] = a.copy()
            m['h_ref'] = h.copy()
            m['hc'] += 1
            m['hold'] = 0
            if m['hc'] >= 4:
                m['phase'] = 'down'
        if m['phase'] == 'hover':
            return _out(m, _solve(m, des), m['open'])
        m['a_ref'] = m['last_a'].copy()
        m['h_ref'] = h.copy()
        m['dc'] = 0
        m['down_des'] = des.copy()
        m['down_des'][k] = p[k] - s * DEEP
        m['p_start'] = p.copy()
        m['q_start'] = q.copy()

    if m['phase'] == 'down':
        if m['dc'] >= 6 or (m['dc'] >= 3 and vel < 0.008):
            kbad = s * (h[k] - m['down_des'][k]) < 0.025
            if kbad and m['kmargin'] < 0.1 and m['ki'] < 2:
                _next_k(m, p)
                return _start_raise(m, h, p)
            m['phase'] = 'close'
            m['cc'] = 0
        else:
            m['dc'] += 1
            return _out(m, _solve(m, m['down_des']), m['open'])

    if m['phase'] == 'close':
        if m['cc'] >= 4 or (m['cc'] >= 2 and abs(g - gprev) < 0.02):
            m['phase'] = 'drag'
            m['gc'] = 0
            m['bias'] = np.zeros(3)
            m['p_drag'] = p.copy()
            m['h_drag'] = h.copy()
        else:
            m['cc'] += 1
            return _out(m, _solve(m, m['down_des']), -m['open'])

    if m['phase'] == 'drag':
        m['gc'] += 1
        moved_h = float(np.linalg.norm((h - m['h_drag'])[xy]))
        moved_p = float(np.linalg.norm((p - m['p_drag'])[xy]))
        moved_q = float(np.linalg.norm((q - m['q_start'])[xy]))
        lost = float(np.linalg.norm((h - p)[xy])) > 0.10
        if m['gc'] >= 2 and moved_h > 0.05 and (moved_p < 0.35 * moved_h or lost):
            m['tries'] += 1
            touched = float(np.linalg.norm(p - m['p_start']))
            if moved_q > 0.01 and touched < 0.005:
                m['pn'], m['gn'] = gn, pn
                p = R[m['pn']]
            elif touched < 0.003 and not m['sure'] and not m['swapped']:
                m['swapped'] = True
                m['pn'], m['gn'] = gn, pn
                p = R[m['pn']]
            elif m['kmargin'] < 0.05 and m['ki'] < 2:
                _next_k(m, p)
            return _start_raise(m, h, p)
        e = np.zeros(3)
        e[xy] = (q - p)[xy]
        if m['gc'] > 3 and vel < 0.006:
            m['bias'] = m['bias'] + 0.5 * e
        step = e + m['bias']
        n = float(np.linalg.norm(step))
        if n > 0.13:
            step = step * (0.13 / n)
        des = h + step
        des[k] = m['down_des'][k]
        return _out(m, _solve(m, des), -m['open'])

    return _out(m, m['last_a'], m['open'])
