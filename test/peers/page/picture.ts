import { type DrawnDay, shown } from './days.ts';
import type { Followed, Look } from './follow.ts';
import { line, path, tag, text } from './svg.ts';

const width = 700;
const left = 64;
const right = 670;
const series = { top: 78, bottom: 238 };
const proof = { top: 282, bottom: 368 };
const ribbon = { top: 386, bottom: 406 };
const height = 440;

const style = `
.page{fill:#fff;stroke:#d8dee4}text{stroke:#fff}.ink{fill:#1f2328}.quiet{fill:#59636e}.rule{stroke:#e4e8ec}.axis{stroke:#b6bfc8}
.band{fill:#0969da;opacity:.13}.before{stroke:#8c959f}.after{stroke:#0969da}.limit{stroke:#bf3989}.limit-words{fill:#bf3989}
.deploy{stroke:#1f2328}.truth{stroke:#9a6700}.truth-words{fill:#9a6700}.evidence{stroke:#8250df}.stop{stroke:#cf222e}.stop-words{fill:#cf222e}
.undecided{fill:#d0d7de}.go{fill:#2da44e}.no-go{fill:#cf222e}.on-undecided{fill:#1f2328}.on-go,.on-no-go{fill:#fff}.on-go,.on-no-go,.on-undecided{stroke:none}
@media (prefers-color-scheme:dark){
.page{fill:#0d1117;stroke:#30363d}text{stroke:#0d1117}.ink{fill:#e6edf3}.quiet{fill:#9198a1}.rule{stroke:#21262d}.axis{stroke:#484f58}
.band{fill:#58a6ff;opacity:.16}.before{stroke:#7d8590}.after{stroke:#58a6ff}.limit{stroke:#f778ba}.limit-words{fill:#f778ba}
.deploy{stroke:#e6edf3}.truth{stroke:#d29922}.truth-words{fill:#d29922}.evidence{stroke:#bc8cff}.stop{stroke:#ff7b72}.stop-words{fill:#ff7b72}
.undecided{fill:#30363d}.go{fill:#238636}.no-go{fill:#da3633}.on-undecided{fill:#e6edf3}}
text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
text{paint-order:stroke;stroke-width:4px;stroke-linejoin:round}
.title{font-size:15px;font-weight:600}.small{font-size:11px}.strong{font-weight:600}
path{fill:none;stroke-width:1.6;stroke-linejoin:round}line{stroke-width:1}`;

/** One day as it was measured, as the evidence saw it, and as the verdict stood. */
export function picture(day: DrawnDay, followed: Followed): string {
  const { from, to } = day;
  const x = (seconds: number) => left + ((seconds - from) / (to - from)) * (right - left);
  const stop = followed.looks.find(({ verdict }) => verdict === 'no-go');
  const marks = [
    line(x(0), series.top - 6, x(0), ribbon.bottom, { class: 'deploy', 'stroke-width': 1.2 }),
    ...(stop
      ? [line(x(stop.at), series.top - 6, x(stop.at), ribbon.bottom, { class: 'stop', 'stroke-dasharray': '3 3' })]
      : []),
  ];
  return tag(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': `${day.title}. ${followed.sentence}`,
    },
    tag('style', {}, style),
    tag('rect', { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 8, class: 'page' }),
    text(16, 27, day.title, { class: 'ink title' }),
    ...hours(day, x),
    ...verdicts(day, followed.looks, x),
    ...marks,
    ...measured(day, followed, x),
    ...evidence(day, followed, x),
    ...flags(day, stop, x),
  );
}

type Scale = (value: number) => number;

function measured(day: DrawnDay, { points, usual, looks }: Followed, x: Scale): string[] {
  const limits = looks.flatMap(({ at, limit }) => (limit === undefined ? [] : [{ at, limit }]));
  const highest = Math.max(...points.map(({ value }) => value), ...limits.map(({ limit }) => limit));
  const step = niceStep(highest / 3);
  const top = Math.ceil((highest * 1.02) / step) * step;
  const y: Scale = (value) => series.bottom - (value / top) * (series.bottom - series.top);
  const marks = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step);
  const before = points.filter(({ at }) => at < 0);
  const after = points.filter(({ at }) => at >= 0);
  const last = limits.at(-1);
  return [
    ...marks.flatMap((value) => [
      line(left, y(value), right, y(value), { class: 'rule' }),
      text(left - 8, y(value) + 4, shown(day, value), { class: 'quiet small', 'text-anchor': 'end' }),
    ]),
    tag('rect', {
      x: left,
      y: y(usual[1]),
      width: right - left,
      height: Math.max(1, y(usual[0]) - y(usual[1])),
      class: 'band',
    }),
    path(
      before.map(({ at, value }) => [x(at), y(value)]),
      { class: 'before' },
    ),
    path(
      after.map(({ at, value }) => [x(at), y(value)]),
      { class: 'after' },
    ),
    path(
      limits.map(({ at, limit }) => [x(at), y(limit)]),
      { class: 'limit', 'stroke-dasharray': '6 4' },
    ),
    ...(last
      ? [
          text(right - 4, y(last.limit) - 6, `limit ${shown(day, last.limit)}`, {
            class: 'limit-words small strong',
            'text-anchor': 'end',
          }),
        ]
      : []),
    text(16, series.top - 30, day.story.criterion.title, { class: 'ink strong' }),
    text(right - 4, y(usual[0]) + 13, 'usual before the deploy', { class: 'quiet small', 'text-anchor': 'end' }),
  ];
}

const [weakest, strongest] = [0.1, 1e6];

function evidence({ to }: DrawnDay, { looks, needed }: Followed, x: Scale): string[] {
  const y: Scale = (e) =>
    proof.bottom -
    ((Math.log10(Math.min(strongest, Math.max(weakest, e))) - Math.log10(weakest)) /
      (Math.log10(strongest) - Math.log10(weakest))) *
      (proof.bottom - proof.top);
  // Where it leaves the picture it is not drawn along the edge.
  const leaves = looks.findIndex(({ evidence }) => evidence >= strongest);
  const drawn = leaves < 0 ? looks : looks.slice(0, leaves + 1);
  return [
    ...[1, 100, 1e4, 1e6].flatMap((e) => [
      line(left, y(e), right, y(e), { class: 'rule' }),
      text(left - 8, y(e) + 4, e >= 1e6 ? '1 million' : e.toLocaleString('en'), {
        class: 'quiet small',
        'text-anchor': 'end',
      }),
    ]),
    line(left, y(needed), right, y(needed), { class: 'stop', 'stroke-dasharray': '6 4' }),
    text(left + 6, y(needed) - 5, `NO-GO from ${Math.round(needed)}`, { class: 'stop-words small strong' }),
    path(
      drawn.map(({ at, evidence }) => [x(at), y(evidence)]),
      { class: 'evidence' },
    ),
    text(16, proof.top - 14, 'E: what a bet against "nothing got worse" has made of 1', { class: 'ink strong' }),
    ...(leaves >= 0 && x(to) - x(looks[leaves]?.at ?? 0) > 60
      ? [text(x(looks[leaves]?.at ?? 0) + 6, y(strongest) + 11, 'and on', { class: 'quiet small' })]
      : []),
  ];
}

const words = { undecided: 'undecided', go: 'GO', 'no-go': 'NO-GO' } as const;

/** The verdict minute by minute, in runs of the same word. */
function verdicts({ to }: DrawnDay, looks: readonly Look[], x: Scale): string[] {
  const runs: { verdict: Look['verdict']; from: number; to: number }[] = [];
  let began = 0;
  for (const { at, verdict } of looks) {
    const run = runs.at(-1);
    if (run?.verdict === verdict) run.to = at;
    else runs.push({ verdict, from: began, to: at });
    began = at;
  }
  return [
    text(left - 8, ribbon.bottom - 6, 'verdict', { class: 'quiet small', 'text-anchor': 'end' }),
    ...runs.flatMap(({ verdict, from, to: until }) => {
      const [start, end] = [x(from), x(Math.min(to, until))];
      const shape = tag('rect', {
        x: start,
        y: ribbon.top,
        width: Math.max(1, end - start),
        height: ribbon.bottom - ribbon.top,
        class: verdict,
      });
      const word = words[verdict];
      return end - start > word.length * 8 + 8
        ? [
            shape,
            text((start + end) / 2, ribbon.bottom - 6, word, {
              class: `on-${verdict} small strong`,
              'text-anchor': 'middle',
            }),
          ]
        : [shape];
    }),
  ];
}

/** 22:00 is the deploy. */
function hours({ from, to }: DrawnDay, x: Scale): string[] {
  const hour = 3600;
  const step = [0.5, 1, 2, 3].find((each) => (to - from) / (each * hour) <= 10) ?? 3;
  const marks: string[] = [];
  for (let at = Math.ceil(from / hour / step) * step * hour; at <= to; at += step * hour) {
    const minutes = (((22 * 60 + at / 60) % 1440) + 1440) % 1440;
    const clock = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
    marks.push(line(x(at), ribbon.bottom, x(at), ribbon.bottom + 5, { class: 'axis' }));
    marks.push(text(x(at), ribbon.bottom + 19, clock, { class: 'quiet small', 'text-anchor': 'middle' }));
  }
  return [line(left, ribbon.bottom + 0.5, right, ribbon.bottom + 0.5, { class: 'axis' }), ...marks];
}

/** The words at the vertical lines: deploy, what really happened, NO-GO. */
function flags({ truth, to }: DrawnDay, stop: Look | undefined, x: Scale): string[] {
  const top = series.top - 10;
  const late = truth !== undefined && truth.at > 0;
  const flagged = [
    text(x(0) + 5, top, truth !== undefined && !late ? `deploy: ${truth.words}` : 'deploy', {
      class: 'ink small strong',
    }),
  ];
  if (truth !== undefined && late) {
    flagged.push(line(x(truth.at), series.top - 6, x(truth.at), ribbon.bottom, { class: 'truth' }));
    flagged.push(text(x(truth.at) - 5, top, truth.words, { class: 'truth-words small strong', 'text-anchor': 'end' }));
  }
  if (stop !== undefined) {
    const since = stop.at - (truth?.at ?? 0);
    const after = since < 5400 ? `${Math.round(since / 60)} min` : `${(since / 3600).toFixed(1)} h`;
    const room = x(to) - x(stop.at) > 130;
    flagged.push(
      text(x(stop.at) + (room ? 5 : -5), series.top + 6, `NO-GO after ${after}`, {
        class: 'stop-words small strong',
        'text-anchor': room ? 'start' : 'end',
      }),
    );
  }
  return flagged;
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((step) => step * power >= rough) ?? 10) * power;
}
