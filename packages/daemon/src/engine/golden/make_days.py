#!/usr/bin/env python3
"""Whole days through the reference implementation: make_days.py writes days.json beside itself.

The days are drawn from the linear congruential generator of make_vectors.py, in the order of `draw`; days.test.ts draws
them again and asks the engine, set to the reference's numbers, for the same answers.
"""
import json, math, os
from reference import *

def lcg(seed):
    x = seed
    while True:
        x = (1664525 * x + 1013904223) % 4294967296; yield x / 4294967296

def draw(g, kind, p, factor):
    """one reading; factor 1 is as before"""
    if kind == 'rate': return 10, sum(next(g) < p * factor for _ in range(10))
    if kind == 'bool': return 1, int(next(g) < p * factor)
    if kind == 'count': return int(next(g) < p * factor)
    if kind == 'latency': return math.floor((100 + 50 * (next(g) + next(g)) ** 2) * factor * 10) / 10
    return math.floor((40 + 10 * next(g)) * factor * 10) / 10

def day(name, criteria, hours, seed, factor=1.0, culprit=None, onset=0):
    g = lcg(seed); cs = []; streams = []
    for cname, kind, p in criteria:
        before = [draw(g, kind, p, 1.0) for _ in range(hours * 240)]
        after = [draw(g, kind, p, factor if cname == culprit and i >= onset else 1.0) for i in range(5760)]
        four = range(0, len(before), 4)
        if kind in ('rate', 'bool'): slots = [(sum(x[0] for x in before[i:i + 4]), sum(x[1] for x in before[i:i + 4])) for i in four]; obs = after
        elif kind == 'count': slots = [(1.0, sum(before[i:i + 4])) for i in four]; obs = [(0.25, x) for x in after]
        else: slots = [Dist(samples=before[i:i + 4]) for i in four]; obs = [Dist(samples=[x]) for x in after]
        cs.append(Criterion(cname, kind, slots, 60.0, len(criteria))); streams.append(obs)
    v = Verdict(cs); i = 0
    while i < 5760 and v.nogo_at is None: v.update(i * 15.0, 15.0, [s[i] for s in streams]); i += 1
    return dict(name=name, criteria=[dict(name=n, kind=k, p=p) for n, k, p in criteria], hours=hours, seed=seed, factor=factor, culprit=culprit, onset=onset,
                expect=dict(nogo_s=v.nogo_at, go_s=v.go_at, final=v.state, certified=v.certified, blamed=v.culprit, E=v.E, phi=[[t['ep'].phi for t in c.tests] for c in cs]))

several = [('errors', 'rate', .01), ('health', 'bool', .002), ('events', 'count', .005), ('latency', 'latency', None), ('pool', 'gauge', None)]
days = [
    day('errors as before', several[:1], 24, 1), day('errors three times as many', several[:1], 24, 2, 3.0, 'errors'),
    day('errors half as many again, after an hour of baseline', several[:1], 1, 3, 1.5, 'errors', 2400),
    day('looks that fail often from 06:00 on', several[1:2], 24, 4, 40.0, 'health', 1440), day('events ten times as many', several[2:3], 24, 5, 10.0, 'events'),
    day('latency as before', several[3:4], 24, 6), day('latency a quarter higher', several[3:4], 24, 7, 1.25, 'latency', 960),
    day('a level half as high again, after six hours of baseline', several[4:], 6, 8, 1.5, 'pool'), day('five criteria, none worse', several, 24, 9), day('five criteria, one worse', several, 24, 10, 4.0, 'errors', 1440),
]
json.dump(days, open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'days.json'), 'w'), indent=1)
for d in days: print(d['name'], {k: v for k, v in d['expect'].items() if k != 'phi'})
