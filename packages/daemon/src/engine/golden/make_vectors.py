#!/usr/bin/python3
"""Writes vectors.json.
The closed-form ones are computed with mpmath (50 digits) and compared with reference.py."""
import json, math
import mpmath as mp
from reference import *
mp.mp.dps = 50
F = lambda x: float(mp.nstr(x, 17))
V = {}
def near(a, b, tol=1e-9): assert abs(a - b) <= tol * max(1, abs(b)), (a, b)
# --- KL bounds
def mkl(p, q, poi):
    p, q = mp.mpf(p), mp.mpf(q); a = p * mp.log(p / q) if p > 0 else mp.mpf(0)
    return q - p + a if poi else a + ((1 - p) * mp.log((1 - p) / (1 - q)) if p < 1 else 0)
def mbound(k, n, nats, poi, upper):
    p = mp.mpf(k) / n
    if upper: lo, hi = p, (mp.mpf(1) if not poi else p + (nats + mp.sqrt(nats * nats + 2 * nats * k)) / mp.mpf(n) * 2)
    else:
        if p == 0: return mp.mpf(0)
        lo, hi = mp.mpf(0), p
    for _ in range(200):
        m = (lo + hi) / 2; big = n * mkl(p, m, poi) > nats
        if upper: hi, lo = (m, lo) if big else (hi, m)
        else: lo, hi = (m, hi) if big else (lo, m)
    return hi if upper else lo
V['kl_bound'] = []
for k, n, nats, poi, up in ((0, 5760, 8.517193191416238, False, True), (43, 8640, 8.517193191416238, False, True), (43, 8640, 0.5, False, False), (432, 86400, 6.214608098422191, False, True),
                            (288, 5760, 8.517193191416238, False, True), (0, 1440, 8.517193191416238, True, True), (20, 1440, 8.517193191416238, True, True), (20, 1440, 3.6888794541139363, True, False), (12.5, 400.25, 3.0, False, True), (5, 5, 2.0, False, False)):
    x = mbound(k, n, mp.mpf(nats), poi, up); near(kl_bound(k, n, nats, poi, up), float(x), 1e-9)
    V['kl_bound'].append(dict(k=k, n=n, nats=nats, poisson=poi, upper=up, expect=F(x)))
# --- single bets
V['ell'] = []
for th, n, k, q, poi in ((2.6, 100, 3, 0.01, False), (52.2, 1, 1, 0.05, False), (1.1, 15000, 90, 0.005, False), (4.2, 0.25, 2, 0.1, True), (0.5, 1000, 2, 0.01, False)):
    x = k * mp.log(mp.mpf(str(th))) - (mp.mpf(n) * mp.mpf(str(q)) * (mp.mpf(str(th)) - 1) if poi else n * mp.log1p(mp.mpf(str(q)) * (mp.mpf(str(th)) - 1)))
    near(ell(th, n, k, q, poi), float(x)); V['ell'].append(dict(theta=th, n=n, k=k, q=q, poisson=poi, expect=F(x)))
# --- e-process trajectories (constant limit, phi, tick)
def traj(phi, q, obs, poi, thetas=THETA_UP):
    R = [mp.mpf('0.5')] * len(thetas); res = mp.mpf('0.5'); out = []
    for n, k in obs:
        w = min(res, mp.mpf('0.5') * 15 / 86400); res -= w
        for j, th in enumerate(thetas):
            t = mp.mpf(1) + mp.mpf(2) ** j / 10 if thetas is THETA_UP else mp.mpf(str(th))
            e = mp.mpf(0)
            if n > 0:
                e = (k * mp.log(t) - (mp.mpf(n) * mp.mpf(str(q)) * (t - 1) if poi else n * mp.log1p(mp.mpf(str(q)) * (t - 1)))) / mp.mpf(str(phi)); e = min(e, mp.mpf(3))
            R[j] = (R[j] + w) * mp.exp(e)
        out.append(sum(R) / len(R) + res)
    return out
V['eprocess'] = []
for name, phi, q, obs, poi in (('error rate, 150 requests per tick, limit 1%', 1.0, 0.01, [(150, k) for k in (1, 2, 0, 5, 6, 4, 7, 5, 8, 6)], False),
                               ('same with phi=4', 4.0, 0.01, [(150, k) for k in (1, 2, 0, 5, 6, 4, 7, 5, 8, 6)], False),
                               ('probe, all failing, limit 1% (cap at work)', 1.0, 0.01, [(1, 1)] * 5, False),
                               ('missing ticks change only the reserve', 1.0, 0.01, [(150, 5), (0, 0), (0, 0), (150, 5)], False),
                               ('events per minute, limit 0.02/min', 1.5, 0.02, [(0.25, k) for k in (0, 1, 0, 0, 1, 1, 2, 0, 1, 1)], True)):
    ep = EProcess(DEFAULTS, poi, phi); got = [ep.update(i * 15.0, 15.0, n, k, q) for i, (n, k) in enumerate(obs)]; ex = traj(phi, q, obs, poi)
    for a, b in zip(got, ex): near(a, float(b), 1e-10)
    V['eprocess'].append(dict(name=name, phi=phi, q=q, poisson=poi, tick_s=15, obs=obs, expect=[F(x) for x in ex]))
# --- GO side and confidence sequence
V['go_loge'] = []
for K, N, q, phi, poi in ((0, 565, 0.01, 1.0, False), (40, 20000, 0.004, 1.0, False), (40, 20000, 0.004, 3.0, False), (3, 720.0, 0.0166667, 1.0, True)):
    xs = [(K * mp.log(mp.mpf(str(t))) - (mp.mpf(N) * mp.mpf(str(q)) * (mp.mpf(str(t)) - 1) if poi else N * mp.log1p(mp.mpf(str(q)) * (mp.mpf(str(t)) - 1)))) / mp.mpf(str(phi)) for t in THETA_DN]
    x = mp.log(sum(mp.exp(v) for v in xs) / len(xs)); near(go_loge(K, N, q, phi, poi), float(x)); V['go_loge'].append(dict(K=K, N=N, q=q, phi=phi, poisson=poi, expect=F(x)))
V['conf_seq'] = [dict(K=K, N=N, phi=phi, poisson=poi, a=0.05, expect=conf_seq(K, N, phi, poi)) for K, N, phi, poi in ((214, 41203, 1.0, False), (214, 41203, 3.0, False), (0, 5760, 1.0, False), (12, 360.0, 1.0, True))]
# --- dispersion
def lcg(seed):
    x = seed
    while True:
        x = (1664525 * x + 1013904223) % 4294967296; yield x / 4294967296
g = lcg(1)
def binom(g, n, p): return sum(next(g) < p for _ in range(n))
iid = [(100, binom(g, 100, .05)) for _ in range(360)]
burst = [(100, binom(g, 100, .2 if (i // 5) % 4 == 0 else .01)) for i in range(360)]
V['dispersion'] = [dict(name=nm, slot_s=60, poisson=False, k=[k for _, k in s], n=100, expect=dispersion(s, 60.0, False)) for nm, s in (('binomial(100, 5%), 6 h of 1 min slots, LCG seed 1', iid), ('5 minute bursts', burst))]
V['dispersion'].append(dict(name='first 60 slots of the first series (1 h: no blocks, short-baseline penalty)', slot_s=60, poisson=False, k=[k for _, k in iid[:60]], n=100, expect=dispersion(iid[:60], 60.0, False)))
# --- references
c = Criterion('errors', 'rate', iid, 60.0, m=1); r = c.tests[0]['ref']
V['rate_reference'] = dict(note='baseline = the iid series above (6 h), m = 1 criterion', phi=r.phi, n0=r.n0, k0=r.k0, flat=r.flat, tol=r.tol, limit_at_0=r.limit(0), limit_at_3601s_not_covered=r.limit(3601.0), limit_at_23h=r.limit(23 * 3600.0), go_ref=r.go_ref)
g = lcg(7); samples = [round(100 + 50 * (next(g) + next(g) + next(g) + next(g)) ** 2, 1) for _ in range(1440)]
slots = [Dist(samples=samples[i:i + 4]) for i in range(0, 1440, 4)]
c = Criterion('latency', 'latency', slots, 60.0, m=1)
V['value_reference'] = dict(note='1440 samples (6 h, one per 15 s): round(100+50*(u1+u2+u3+u4)^2, 1), LCG seed 7; m = 1', first=samples[:5],
    quantiles=[dict(q=x['q'], Q=x['ref'].Q, phi=x['ref'].phi, worst_block_or_Q=x['ref'].flat[0], limit=x['ref'].flat[1], threshold_at_0=x['ref'].threshold(0)[0], go_Q=x['ref'].go_Q) for x in c.tests])
# --- histogram
d = Dist(bounds=[50, 100, 250, 500, math.inf], counts=[10, 60, 25, 4, 1])
V['histogram'] = dict(bounds=[50, 100, 250, 500, None], counts=[10, 60, 25, 4, 1], quantile={str(q): d.quantile(q) for q in (.05, .5, .95, .99, .999)}, above={str(T): d.above(T) for T in (0, 75, 100, 175, 400, 500, 900)})
# --- six days of baseline: the same time of day is compared with the same time of day
g = lcg(21); daily = []
for i in range(864):
    p = .02 + .015 * math.sin(2 * math.pi * i / 144); daily.append((200, binom(g, 200, p)))
c = Criterion('errors', 'rate', daily, 600.0, m=3); r = c.tests[0]['ref']
V['same_hour_rate'] = dict(note='6 days of 10 min slots, n = 200; m = 3', slot_s=600, n=200, k=[k for _, k in daily], phi=r.phi, flat=r.flat, hourly=r.hourly, go_ref=r.go_ref)
hist = []
for i in range(864):
    slow = .1 + .05 * math.sin(2 * math.pi * i / 144); row = [0, 0, 0, 0, 0]
    for _ in range(50): u = next(g); row[4 if u < .002 else 3 if u < slow / 2 else 2 if u < slow else 1 if u < .6 else 0] += 1
    hist.append(row)
c = Criterion('latency', 'latency', [Dist(bounds=[50, 100, 250, 500, math.inf], counts=x) for x in hist], 600.0, m=3)
V['same_hour_value'] = dict(note='6 days of 10 min slots, 50 requests each; m = 3', slot_s=600, bounds=[50, 100, 250, 500], counts=hist,
    quantiles=[dict(q=x['q'], Q=x['ref'].Q, phi=x['ref'].phi, hourly=x['ref'].hourly, go_Q=x['ref'].go_Q, usable=x['ref'].usable) for x in c.tests])
# --- events, and "worse" recovered from
g = lcg(31); ev = [(1, binom(g, 4, .05)) for _ in range(1440)]
c = Criterion('events', 'count', ev, 60.0, m=2); r = c.tests[0]['ref']
V['count_reference'] = dict(note='24 h of minutes; m = 2', slot_s=60, k=[k for _, k in ev], phi=r.phi, flat=r.flat, limit_at_0=r.limit(0), go_ref=r.go_ref)
# --- whole runs
def whole(seed, p1, onset):
    g = lcg(seed); base = [(120, binom(g, 120, .01)) for _ in range(1440)]
    c = Criterion('errors', 'rate', base, 60.0, m=1); v = Verdict([c]); t = 0
    while t < 5760 and v.nogo_at is None:
        v.update(t * 15.0, 15.0, [(30, binom(g, 30, .01 if t < onset else p1))]); t += 1
    x = c.tests[0]
    return dict(seed=seed, p1=p1, onset_tick=onset, phi=x['ref'].phi, limit=x['ref'].limit(0), nogo_s=v.nogo_at, E=v.E, go_s=v.go_at, final=v.state, certified=v.certified, ruled_out=c.ruled_out(), K=x['K'], N=x['N'], maxE=v.maxE,
                best={k: (round(b, 6) if isinstance(b, float) else b) for k, b in x['ep'].best().items()})
V['whole_runs'] = dict(note='LCG stream: 24 h baseline of 1 min slots, n=120, each request bad if u<0.01; then 15 s ticks, n=30, bad if u < (0.01 before onset, p1 after); one criterion; stops at NO-GO or after 5760 ticks',
    runs=[whole(11, .01, 0), whole(12, .03, 0), whole(13, .03, 1440), whole(14, .2, 0), whole(15, .015, 0)])
def clean(x):
    if isinstance(x, dict): return {k: clean(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)): return [clean(v) for v in x]
    return None if isinstance(x, float) and math.isinf(x) else x   # null = infinity / not reached
V = clean(V)
json.dump(V, open('vectors.json', 'w'), indent=1)
print('ok', {k: len(v) for k, v in V.items()})
