"""Reference implementation of the verdict engine (pure Python 3, stdlib only).

Every criterion is turned into "k bad units out of n units" per tick and tested against a limit q:
    H0: the conditional bad rate is <= q at every tick.
One e-process per test (mixture over effect sizes and start times); criteria are combined by averaging e-values.
"""
import math, bisect

DEFAULTS = dict(
    alpha=0.01,             # P(false NO-GO) over the whole watch, all criteria together
    baseline_share=0.2,     # part of alpha reserved for "the baseline estimate itself was unlucky"
    horizon_s=86400.0,      # length of the watch
    settle_s=120.0,         # ignored after the deploy (restarts, cold caches)
    w0=0.5,                 # half of the capital bets "since the deploy", half is spread over later start times
    cap=3.0,                # max evidence (nats) one tick may add to one test
    block_s=3600.0,         # baseline block ("hour")
    block_nats=0.5,         # one-sigma lower bound for "the baseline itself reached this in its worst hour"
    cover_s=3600.0,         # a time of day is covered if the baseline has data within +-1 h of it
    short_s=21600.0, short_mult=1.5,   # baseline shorter than 6 h: tolerance x1.5
    tod_min_days=5, tod_min_bad=400.0, # >= 5 days of baseline: compare with the same time of day only
    go_alpha=0.05, go_min_s=1800.0, go_suspicion=10.0, go_max_quantile=0.95, coverage=0.8, stale_s=300.0,
    recover_alpha=0.05,
)
# kind: (tolerance, tolerance where this time of day is not covered by the baseline, quantiles)
KINDS = {
    'rate':    (0.25, 1.0, None), 'bool':  (0.25, 1.0, None), 'count': (0.25, 1.0, None),
    'latency': (0.10, 0.5, (0.5, 0.95, 0.99)), 'gauge': (0.20, 1.0, (0.5, 0.95, 0.99))}
# bad rates at or below this are never called a regression (rate, bool: fraction; count: events per minute)
OK_BELOW = {'rate': 0.0002, 'bool': 0.01, 'count': 1 / 60}
# GO before the end of the watch needs every criterion to rule out "this many times the baseline or worse"
GO_FACTOR = {'rate': 2.0, 'bool': 5.0, 'count': 3.0, 'latency': 1.5, 'gauge': 1.5}
PHI_NO_BASELINE = 4.0
THETA_UP = [1 + 0.1 * 2 ** j for j in range(10)]            # 1.1, 1.2, 1.4 ... 52.2
THETA_DN = [0.9, 0.8, 0.65, 0.5, 0.3, 0.1, 0.01]
RULE_OUT = [1.1, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0]

# ------------------------------------------------------------------ small maths
def kl(p, q, poisson):
    """information (nats per unit) against rate q when rate p is observed"""
    a = p * math.log(p / q) if p > 0 else 0.0
    if poisson: return q - p + a
    return a + ((1 - p) * math.log((1 - p) / (1 - q)) if p < 1 else 0.0)

def kl_bound(k, n, nats, poisson, upper):
    """Chernoff bound: largest/smallest q with n*kl(k/n, q) <= nats. Wrong with probability <= exp(-nats)."""
    p = k / n
    if not poisson: p = min(max(p, 0.0), 1.0)
    if upper:
        if not poisson and p >= 1: return 1.0
        lo, hi = p, 1.0
        if poisson:
            hi = p + (nats + math.sqrt(nats * nats + 2 * nats * k)) / n
            while n * kl(p, hi, True) < nats: hi *= 2
        for _ in range(100):
            m = 0.5 * (lo + hi)
            if m <= lo or m >= hi: break
            if n * kl(p, m, poisson) > nats: hi = m
            else: lo = m
        return hi
    if p <= 0: return 0.0
    lo, hi = 0.0, p
    for _ in range(100):
        m = 0.5 * (lo + hi)
        if m <= lo or m >= hi: break
        if n * kl(p, m, poisson) > nats: lo = m
        else: hi = m
    return lo

def log_mean_exp(xs):
    m = max(xs)
    return m if math.isinf(m) else m + math.log(sum(math.exp(x - m) for x in xs) / len(xs))

def ell(theta, n, k, q, poisson):
    """log likelihood ratio of "odds of bad are theta x the limit" against "rate is exactly the limit q" """
    return k * math.log(theta) - (n * q * (theta - 1) if poisson else n * math.log1p(q * (theta - 1)))

# ------------------------------------------------------------------ dispersion (how bursty / autocorrelated is the baseline)
def dispersion(slots, slot_s, poisson, block_s=3600.0):
    """phi >= 1. slots: [(n, k)] in time order, gaps as (0, 0)."""
    T = len(slots); L = max(1, int(round(block_s / slot_s)))
    nb = T // L if T >= 3 * L else 1
    if nb == 1: L = T
    slots = slots[T - nb * L:]
    phi = 1.0
    for b in sorted({max(1, int(round(d / slot_s))) for d in (60, 300, 900)}):
        m = L // b
        if m < 3 or nb * m < 10: continue
        num = den = zz = z1 = 0.0
        for j in range(nb):
            blk = slots[j * L:(j + 1) * L]
            N = sum(x[0] for x in blk); K = sum(x[1] for x in blk)
            if N <= 0: continue
            p = K / N; prev = None
            for i in range(m):
                sub = blk[i * b:(i + 1) * b]
                n = sum(x[0] for x in sub); k = sum(x[1] for x in sub)
                v = n * p * (1.0 if poisson else 1 - p); r = k - n * p
                num += r * r; den += v
                z = r / math.sqrt(v) if v > 0 else 0.0
                zz += z * z
                if prev is not None: z1 += z * prev
                prev = z
        if den <= 0: continue
        f = num / den * m / (m - 1)
        if m >= 6 and zz > 0:                       # lag-1 autocorrelation left between sub-batches
            r = z1 / zz * m / (m - 1)
            r += (1 + 3 * max(r, 0.0)) / m          # small-sample bias
            if r > 2 / math.sqrt(nb * m):
                r = min(r, 0.9); f *= (1 + r) / (1 - r)
        phi = max(phi, f)
    hours = T * slot_s / 3600.0
    if hours < 24: phi = 1 + (phi - 1) * (1 + 0.5 / math.sqrt(hours))
    return phi

# ------------------------------------------------------------------ value distributions
class Dist:
    """raw samples, or histogram counts with upper bounds (last bound = inf); bucket 0 starts at 0"""
    def __init__(s, samples=None, bounds=None, counts=None):
        s.bounds = bounds
        if bounds is None: s.x = sorted(samples)
        else: s.c = list(counts)
    def total(s): return len(s.x) if s.bounds is None else sum(s.c)
    def above(s, T):
        if s.bounds is None: return len(s.x) - bisect.bisect_right(s.x, T)
        out = 0.0; lo = 0.0
        for b, c in zip(s.bounds, s.c):
            if c:
                if T <= lo: out += c
                elif T < b: out += c if math.isinf(b) else c * (b - T) / (b - lo)
            lo = b
        return out
    def quantile(s, level):
        n = s.total()
        if s.bounds is None: return s.x[min(n - 1, max(0, math.ceil(level * n - 1e-9) - 1))]
        t = level * n; acc = 0.0; lo = 0.0
        for b, c in zip(s.bounds, s.c):
            if c and acc + c >= t: return lo if math.isinf(b) else lo + (b - lo) * (t - acc) / c
            acc += c; lo = b
        return s.bounds[-2]
    def last_finite(s): return math.inf if s.bounds is None else s.bounds[-2]
    @staticmethod
    def merge(ds):
        if ds[0].bounds is None: return Dist(samples=[v for d in ds for v in d.x])
        return Dist(bounds=ds[0].bounds, counts=[sum(c) for c in zip(*[d.c for d in ds])])

# ------------------------------------------------------------------ baseline -> limits
def split_blocks(slots, slot_s, block_s):
    L = max(1, int(round(block_s / slot_s))); nb = len(slots) // L
    return [slots[len(slots) - (nb - i) * L: len(slots) - (nb - i - 1) * L] for i in range(nb)]

def covered(t, span_s, cover_s):
    """does the baseline (contiguous, ending at the deploy) contain this time of day (+-cover)?"""
    tod = t % 86400.0
    return span_s >= 86400.0 - 2 * cover_s or tod <= cover_s or tod >= 86400.0 - span_s - cover_s

def same_tod(nb, hour, hw):
    """baseline blocks (0 = oldest, nb-1 = last before the deploy) within +-hw hours of `hour` hours after the deploy"""
    out = []
    for i in range(nb):
        d = abs((i - nb) % 24 - hour); d = min(d, 24 - d)
        if d <= hw: out.append(i)
    return out

def plan_groups(nb, cfg, weight_of):
    """which blocks to compare with, per hour after the deploy: None = all blocks for all hours"""
    if nb < 24 * cfg['tod_min_days']: return None
    out = []
    for h in range(24):
        for hw in (1, 2, 4, 12):
            idx = same_tod(nb, h, hw)
            if hw == 12 or sum(weight_of(i) for i in idx) >= cfg['tod_min_bad']: break
        out.append(idx)
    return out

class RateReference:
    def __init__(s, slots, slot_s, poisson, nats, cfg, tol, wide, ok_below):
        s.poisson, s.ok, s.cfg = poisson, ok_below, cfg
        s.span = len(slots) * slot_s
        s.tol = tol * (cfg['short_mult'] if s.span < cfg['short_s'] else 1.0); s.wide = max(wide, s.tol)
        s.phi = dispersion(slots, slot_s, poisson, cfg['block_s'])
        s.n0 = sum(x[0] for x in slots); s.k0 = sum(x[1] for x in slots)
        blk = [(sum(x[0] for x in b), sum(x[1] for x in b)) for b in split_blocks(slots, slot_s, cfg['block_s'])]
        def ref(n, k, idx, nats=nats):
            u = kl_bound(k / s.phi, n / s.phi, nats, poisson, True)
            if len(idx) >= 2:
                for i in idx:
                    if blk[i][0] > 0: u = max(u, kl_bound(blk[i][1] / s.phi, blk[i][0] / s.phi, cfg['block_nats'], poisson, False))
            return u
        s.flat = ref(s.n0, s.k0, range(len(blk)))
        groups = plan_groups(len(blk), cfg, lambda i: blk[i][1] / s.phi)
        s.hourly = groups and [ref(sum(blk[i][0] for i in g), sum(blk[i][1] for i in g), g, nats + math.log(24)) for g in groups]
        s.go_ref = kl_bound(s.k0 / s.phi, s.n0 / s.phi, math.log(2 / cfg['go_alpha']), poisson, False)
    def limit(s, t):
        base = s.hourly[int(t // 3600) % 24] if s.hourly else s.flat
        q = max(base * (1 + (s.tol if covered(t, s.span, s.cfg['cover_s']) else s.wide)), s.ok)
        return q if s.poisson else min(q, 1.0)

class ValueReference:
    """one quantile of a latency / gauge. bad = sample above threshold(t); limit on the bad fraction."""
    poisson = False
    def __init__(s, slots, slot_s, q, nats, cfg, tol, wide, ok_below):
        s.q, s.ok, s.cfg = q, ok_below, cfg
        s.span = len(slots) * slot_s
        s.tol = tol * (cfg['short_mult'] if s.span < cfg['short_s'] else 1.0); s.wide = max(wide, s.tol)
        alld = Dist.merge([d for d in slots if d is not None]); s.n0 = alld.total()
        s.Q = alld.quantile(q)
        s.phi = dispersion([(0, 0) if d is None else (d.total(), d.above(s.Q)) for d in slots], slot_s, False, cfg['block_s'])
        blk = [[d for d in b if d is not None] for b in split_blocks(slots, slot_s, cfg['block_s'])]
        def block_q(b):
            d = Dist.merge(b); n = d.total() / s.phi
            return d.quantile(kl_bound(q * n, n, cfg['block_nats'], False, False))
        bq = [block_q(b) if b else -math.inf for b in blk]; bn = [sum(d.total() for d in b) for b in blk]
        def lim(n, nats=nats): return kl_bound((1 - q) * n / s.phi, n / s.phi, nats, False, True)
        s.flat = (max([s.Q] + (bq if len(bq) >= 2 else [])), lim(s.n0))
        groups = plan_groups(len(blk), cfg, lambda i: (1 - q) * bn[i] / s.phi)
        s.hourly = groups and [(max([Dist.merge([d for i in g for d in blk[i]]).quantile(q)] + [bq[i] for i in g]),
                                lim(sum(bn[i] for i in g), nats + math.log(24))) for g in groups]
        s.go_Q = alld.quantile(kl_bound(q * s.n0 / s.phi, s.n0 / s.phi, math.log(2 / cfg['go_alpha']), False, False))
        s.usable = s.flat[0] * (1 + s.tol) < alld.last_finite()
    def threshold(s, t):
        T, lim = s.hourly[int(t // 3600) % 24] if s.hourly else s.flat
        return max(T * (1 + (s.tol if covered(t, s.span, s.cfg['cover_s']) else s.wide)), s.ok), lim

# ------------------------------------------------------------------ the e-process
class EProcess:
    """P(E ever >= 1/a) <= a while the conditional bad rate stays <= q_t (Ville)."""
    def __init__(s, cfg, poisson, phi, thetas=THETA_UP):
        s.cfg, s.poisson, s.phi, s.th = cfg, poisson, phi, thetas
        s.R = [cfg['w0']] * len(thetas); s.reserve = 1 - cfg['w0']; s.E = 1.0; s.maxE = 1.0
        s.C = [0.0] * len(thetas); s.acc = [[0.0] * 4 for _ in thetas]      # since, bad, total, allowed (explanation only)
    def update(s, t, dt, n, k, q):
        w = min(s.reserve, (1 - s.cfg['w0']) * dt / s.cfg['horizon_s']); s.reserve -= w
        live = n > 0 and q > 0
        for j, th in enumerate(s.th):
            e = min(ell(th, n, k, q, s.poisson) / s.phi, s.cfg['cap']) if live else 0.0
            s.R[j] = min((s.R[j] + w) * math.exp(e), 1e250)
            if s.C[j] <= 0: s.C[j] = 0.0; s.acc[j] = [t, 0.0, 0.0, 0.0]
            s.C[j] += e; a = s.acc[j]; a[1] += k; a[2] += n; a[3] += n * q
        s.E = sum(s.R) / len(s.R) + s.reserve
        s.maxE = max(s.maxE, s.E)
        return s.E
    def best(s):
        j = max(range(len(s.th)), key=lambda i: s.R[i]); since, bad, total, allowed = s.acc[j]
        return dict(theta=s.th[j], since=since, bad=bad, total=total, allowed=allowed)

def go_loge(K, N, q, phi, poisson):
    """log e-value against "the average bad rate since the deploy is >= q" """
    if q <= 0 or N <= 0: return -math.inf
    return log_mean_exp([ell(th, N, K, q, poisson) / phi for th in THETA_DN])

def conf_seq(K, N, phi, poisson, a=0.05):
    """anytime-valid (1-a) confidence interval for the average bad rate since the deploy"""
    la = math.log(2 / a); p = K / N
    f = lambda q, ths: log_mean_exp([ell(th, N, K, q, poisson) / phi for th in ths])
    lo, hi = p, 1.0
    if poisson:
        hi = p + (la + 1) * phi / N
        while f(hi, THETA_DN) <= la: hi *= 2
    if poisson or f(1.0, THETA_DN) > la:
        for _ in range(100):
            m = 0.5 * (lo + hi)
            if f(m, THETA_DN) > la: hi = m
            else: lo = m
    U = hi
    if p <= 0: return 0.0, U
    lo, hi = 0.0, p
    for _ in range(100):
        m = 0.5 * (lo + hi)
        if m <= 0: break
        if f(m, THETA_UP) > la: lo = m
        else: hi = m
    return lo, U

# ------------------------------------------------------------------ criteria
class Criterion:
    """kind: rate|bool: obs=(n, k) ; count: obs=(exposure, k) ; latency|gauge: obs=Dist. obs=None when there was no data."""
    def __init__(s, name, kind, baseline=None, slot_s=60.0, m=1, cfg=DEFAULTS, abs_limit=None, quantiles=None,
                 tol=None, wide=None, ok_below=None, phi=None, go_factor=None):
        s.go_factor = GO_FACTOR[kind] if go_factor is None else go_factor
        s.name, s.kind, s.cfg, s.abs = name, kind, cfg, abs_limit
        d_tol, d_wide, d_q = KINDS[kind]
        tol = d_tol if tol is None else tol; wide = d_wide if wide is None else wide
        s.value = d_q is not None; s.poisson = kind == 'count'
        qs = (quantiles or d_q) if s.value else (None,)
        nats = math.log(m * len(qs) / (cfg['baseline_share'] * cfg['alpha']))
        s.tests = []
        for q in qs:
            ref = None
            if baseline is not None:
                if s.value:
                    ref = ValueReference(baseline, slot_s, q, nats, cfg, tol, wide, -math.inf if ok_below is None else ok_below)
                    if not ref.usable and abs_limit is None: continue
                else: ref = RateReference(baseline, slot_s, s.poisson, nats, cfg, tol, wide, OK_BELOW[kind] if ok_below is None else ok_below)
            ep = EProcess(cfg, s.poisson, phi or (ref.phi if ref else PHI_NO_BASELINE))
            s.tests.append(dict(q=q, ref=ref, ep=ep, K=0.0, N=0.0, go=[0.0] * len(RULE_OUT)))
        s.ticks = s.seen = 0; s.last = None; s.rec = None
    def update(s, t, dt, obs):
        s.ticks += 1
        if obs is not None: s.seen += 1; s.last = t
        use = obs if t >= s.cfg['settle_s'] else None
        for x in s.tests:
            n = k = q = 0.0
            if use is not None:
                if s.value:
                    T, q = (s.abs, 1 - x['q']) if s.abs is not None else x['ref'].threshold(t)
                    n, k = use.total(), use.above(T)
                    if x['ref']:
                        for j, r in enumerate(RULE_OUT): x['go'][j] += use.above(max(r * x['ref'].go_Q, x['ref'].ok))
                else:
                    n, k = use; q = s.abs if s.abs is not None else x['ref'].limit(t)
                x['N'] += n; x['K'] += k
            x['ep'].update(t, dt, n, k, q)
            if s.rec is not None: s.rec[x['q']].update(t, dt, n, k, q)
        return s.E
    def watch_recovery(s):
        """after NO-GO: fresh e-processes against "still at or above the limit" (start time unknown, like the NO-GO test)"""
        s.rec = {x['q']: EProcess(s.cfg, s.poisson, x['ep'].phi, THETA_DN) for x in s.tests}
    def recovered(s): return s.rec is not None and all(e.E >= 1 / s.cfg['recover_alpha'] for e in s.rec.values())
    @property
    def E(s): return sum(x['ep'].E for x in s.tests) / len(s.tests) if s.tests else 1.0
    def ruled_out(s):
        """smallest R such that "on average since the deploy, R x the baseline or worse" is rejected (all quantiles)"""
        need = math.log(2 / s.cfg['go_alpha']); worst = 1.0
        for x in s.tests:
            if s.value and x['q'] > s.cfg['go_max_quantile']: continue       # p99 is for finding regressions, not for certifying
            phi = x['ep'].phi; got = math.inf
            if s.abs is not None:
                if go_loge(x['K'], x['N'], (1 - x['q']) if s.value else s.abs, phi, s.poisson) >= need: got = 1.0
            else:
                for j, r in enumerate(RULE_OUT):
                    if s.value: e = go_loge(x['go'][j], x['N'], 1 - x['q'], phi, False)
                    else:
                        q = max(r * x['ref'].go_ref, x['ref'].ok)
                        e = go_loge(x['K'], x['N'], q if s.poisson else min(q, 1.0), phi, s.poisson)
                    if e >= need: got = r; break
            worst = max(worst, got)
        return worst if s.tests else math.inf

class Verdict:
    def __init__(s, criteria, cfg=DEFAULTS, weights=None):
        s.c, s.cfg = criteria, cfg
        s.w = weights or [1.0 / len(criteria)] * len(criteria)
        s.threshold = 1 / ((1 - cfg['baseline_share']) * cfg['alpha'])      # 125 with the defaults
        s.E = s.maxE = 1.0; s.nogo_at = s.go_at = s.recovered_at = None; s.culprit = None; s.state = 'UNDECIDED'; s.certified = False
    def update(s, t, dt, obs):
        """t: seconds since the deploy at the START of the tick; obs: one observation per criterion (None = no data)"""
        s.E = sum(w * c.update(t, dt, o) for w, c, o in zip(s.w, s.c, obs)); s.maxE = max(s.maxE, s.E)
        end = t + dt
        if s.nogo_at is None and s.E >= s.threshold:
            s.nogo_at = end
            c = max(zip(s.w, s.c), key=lambda wc: wc[0] * wc[1].E)[1]; s.culprit = c.name; c.watch_recovery()
        elif s.nogo_at is not None and s.recovered_at is None and next(c for c in s.c if c.name == s.culprit).recovered(): s.recovered_at = end
        if s.nogo_at is not None: s.state = 'NO-GO'; return s.state          # latched; recovered_at is shown next to it
        ready = end >= s.cfg['go_min_s'] and s.E < s.cfg['go_suspicion'] and all(
            c.seen >= s.cfg['coverage'] * c.ticks and c.last is not None and end - c.last <= max(s.cfg['stale_s'], 2 * dt) for c in s.c)
        ok = ready and all(c.ruled_out() <= c.go_factor for c in s.c)      # worst factor not yet ruled out, per criterion
        s.state = 'GO' if ok else 'UNDECIDED'
        if ok and s.go_at is None: s.go_at = end
        s.certified = ok
        if end >= s.cfg['horizon_s'] and ready: s.state = 'GO'              # end of the watch, nothing found (certified tells how firmly)
        return s.state
