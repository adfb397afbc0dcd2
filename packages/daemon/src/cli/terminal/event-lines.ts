import { wrap } from '../../demo/wrap.ts';
import { createOutputTail } from '../../runner/output-tail.ts';
import type { RunnerEvent } from '../../runner/runner-event.ts';
import { clean, fit } from './fit.ts';
import { heading } from './heading.ts';
import type { Paint } from './paint.ts';
import type { Progress } from './progress.ts';
import { timeWords } from './time-words.ts';

export interface Look {
  readonly paint: Paint;
  readonly columns: number;
  /** The running step is drawn below and redrawn; else its output is printed as it comes. */
  readonly live: boolean;
}

const tailShown = 20;

/** What stays on the terminal of one event. `before` is the progress before it. */
export function eventLines(event: RunnerEvent, before: Progress, look: Look): readonly string[] {
  const lines = linesOf(event, before, look);
  const opens = before.unopened !== undefined && lines.length > 0 && event.type !== 'phase-started';
  return opens ? [...heading(before.unopened, look.paint), ...lines] : lines;
}

function linesOf(event: RunnerEvent, before: Progress, { paint, columns, live }: Look): readonly string[] {
  const room = columns - 4;
  const mark = (sign: string, brush: (text: string) => string, text: string, aside = ''): string => {
    const cut = fit(text, Math.max(10, room - (aside === '' ? 0 : aside.length + 2)));
    return `  ${brush(sign)} ${cut}${aside === '' ? '' : `  ${paint.quiet(fit(aside, room - cut.length - 2))}`}`;
  };
  switch (event.type) {
    case 'begun':
      return begun(event, paint, columns);
    case 'step-started':
      return live ? [] : [mark('▸', paint.busy, event.title)];
    case 'step-output':
      return live ? [] : quoted(event.text, paint, columns);
    case 'step-finished': {
      const title = before.titles[event.step] ?? event.step;
      if (event.outcome === 'passed') return [mark('✓', paint.good, title, timeWords(event.seconds))];
      const brush = event.outcome === 'interrupted' ? paint.caution : paint.bad;
      const sign = event.outcome === 'interrupted' ? '■' : '✗';
      const line = mark(
        sign,
        brush,
        title,
        [event.because, timeWords(event.seconds)].filter((part) => part !== '').join(' · '),
      );
      return live && event.outcome !== 'interrupted' ? [line, ...lastLines(event.tail, paint, columns)] : [line];
    }
    case 'step-skipped':
      return [mark('–', paint.quiet, event.title, 'passed before')];
    case 'waiting-for-checklist':
      return [
        mark('…', paint.busy, event.open.every(({ role }) => role !== undefined) ? 'Waiting for sign-offs' : 'Waiting'),
        ...event.open.flatMap(({ item, title, because, role }) => [
          `    ${fit(`${title} (${role ?? because})`, columns - 4)}`,
          ...(role === undefined ? [] : [`    ${paint.quiet(`daywatch sign-off ${item}`)}`]),
        ]),
      ];
    case 'item-fulfilled':
      return [mark('✓', paint.good, event.title, event.because)];
    case 'phase-finished':
      return event.outcome === 'passed' && event.because !== undefined
        ? [`  ${paint.caution('!')} ${clean(event.because)}`]
        : [];
    case 'warning':
      return [`  ${paint.caution('!')} ${clean(event.text)}`];
    case 'daemon-away':
      return [mark('!', paint.caution, 'The daemon is away; what it should know is kept for it.')];
    case 'daemon-back':
      return [mark('✓', paint.good, 'The daemon is back and knows everything.')];
    case 'checked':
      return event.state === 'asks' ? [mark('?', paint.caution, event.because)] : [];
    case 'phase-started':
    case 'interrupted':
      return [];
  }
}

function begun(event: Extract<RunnerEvent, { type: 'begun' }>, paint: Paint, columns: number): readonly string[] {
  const { what, service, environment, version, target, deployment, resumed } = event;
  const words = { deploy: `to ${environment}`, rollback: `back in ${environment}`, verify: `in ${environment}` }[what];
  const facts = [
    version.commit.slice(0, 7),
    ...(target === undefined ? [] : [`back to ${target.version} if need be`]),
    ...(deployment === undefined ? [] : [deployment]),
    ...(resumed === true ? ['resumed'] : []),
  ];
  return [
    paint.strong(fit(`${service} ${version.version} ${words}`, columns)),
    ...wrap(clean(facts.join(' · ')), columns).map((line) => paint.quiet(line)),
  ];
}

const quoted = (text: string, paint: Paint, columns: number): readonly string[] => {
  const tail = createOutputTail();
  tail.add(text);
  return tail
    .lines(Number.MAX_SAFE_INTEGER)
    .map((line) => `    ${paint.quiet(`│ ${fit(line, Math.max(columns, 200) - 6)}`)}`);
};

function lastLines(text: string, paint: Paint, columns: number): readonly string[] {
  const tail = createOutputTail();
  tail.add(text);
  return tail.lines(tailShown).map((line) => `    ${paint.quiet('│')} ${fit(line, columns - 6)}`);
}
