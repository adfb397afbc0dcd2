import { type CriterionRow, criterionRows } from '@daywatch/shared/present/criterion-row.ts';
import { escaped } from './escaped.ts';
import { factsOf } from './facts-of.ts';
import type { Report } from './report.ts';
import { watchFacts } from './report-markdown.ts';

const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, CanvasText 20%, transparent); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); }
.verdict { font-size: 1.25rem; font-weight: 700; } .go, .passing, .passed { color: light-dark(#0a6b2d, #6fdc93); }
.no-go, .failing, .failed, .timed-out { color: light-dark(#b3161b, #ff8a84); } .undecided, .blind { color: light-dark(#7a5200, #f0c15c); }
.caveat { border-left: 4px solid var(--line); padding-left: .8rem; } time, code { font: 13px ui-monospace, monospace; white-space: nowrap; } code { white-space: normal; overflow-wrap: anywhere; }
`;

/** The report as one page that needs nothing else. */
export function reportHtml(of: Report): string {
  const { deployment, verdict, watch } = of;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(of.title)}</title><style>${style}</style></head><body>
<h1>${escaped(of.title)}</h1>
<p class="verdict ${verdict.verdict}">${verdict.verdict.toUpperCase()}${verdict.final ? '' : ', so far'}</p>
<p>Recommended: ${escaped(verdict.recommendation)}. ${escaped(verdict.rule)}.</p>
${list(verdict.because)}
${of.caveats.map((caveat) => `<p class="caveat">${escaped(caveat)}</p>`).join('\n')}
${section(
  'Deployment',
  table(
    [],
    factsOf(deployment).map(([name, value]) => [escaped(name), escaped(value)]),
  ),
)}
${section('Watch', watch ? list(watchFacts(watch)) : '')}
${section('Criteria', table(['criterion', 'weight', 'state', 'value', 'accepted', 'why'], criterionRows(of.criteria).map(criterion)))}
${section(
  'Verdicts',
  table(
    ['at', 'verdict', 'rule', 'because'],
    of.verdicts.map(({ at, verdict: word, rule, because }) => [time(at), state(word), escaped(rule), list(because)]),
  ),
)}
${section(
  'Steps',
  table(
    ['phase', 'step', 'state', 'seconds', 'exit code'],
    of.steps.map(({ phase, title, state: outcome, seconds = '', exitCode }) => [
      escaped(phase),
      escaped(title),
      state(outcome),
      String(seconds),
      String(exitCode ?? ''),
    ]),
  ),
)}
${section('Sign-offs', list(of.signOffs.map(({ item, by, role, at }) => `${item}: ${by} as ${role}, ${at}`)))}
${section('Decisions', list(of.decisions.map(({ decision, by, at, reason }) => `${at} ${by}: ${decision} - ${reason}`)))}
${section('Blind time', list(of.blindGaps.map(({ from, until }) => `${from} to ${until}`)))}
${section(
  'Timeline',
  table(
    ['at', 'who', 'what'],
    of.timeline.map(({ at, actor, what }) => [time(at), escaped(actor), escaped(what)]),
  ),
)}
${section('Dashboards', of.dashboards.length === 0 ? '' : `<ul>${of.dashboards.map(dashboard).join('')}</ul>`)}
<p>Made from the record of <code>${escaped(deployment.id)}</code>: ${of.record.events} events, last hash <code>${escaped(of.record.lastHash)}</code>.</p>
</body></html>
`;
}

const time = (at: string): string => `<time datetime="${escaped(at)}">${escaped(at)}</time>`;
const state = (word: string): string => `<span class="${escaped(word)}">${escaped(word)}</span>`;
const criterion = (row: CriterionRow): string[] => [
  escaped(row.title),
  escaped(row.weight),
  state(row.state),
  escaped(row.value),
  escaped(row.accepted),
  escaped(row.because),
];
/** Only web addresses become links: a plan may hold anything. */
const dashboard = ({ name, url }: Report['dashboards'][number]): string =>
  /^https?:\/\//i.test(url)
    ? `<li><a href="${escaped(url)}" rel="noreferrer">${escaped(name)}</a></li>`
    : `<li>${escaped(name)}: ${escaped(url)}</li>`;

const section = (title: string, body: string): string => (body === '' ? '' : `<h2>${title}</h2>\n${body}`);
const list = (lines: readonly string[]): string =>
  lines.length === 0 ? '' : `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const first = head.length === 0 ? '' : `<thead><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr></thead>`;
  return `<table>${first}<tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}</tbody></table>`;
}
