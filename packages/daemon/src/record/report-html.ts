import { criterionRow, criterionRows } from '@daywatch/shared/present/criterion-row.ts';
import { sentence } from '@daywatch/shared/present/sentence.ts';
import { phaseWords } from '@daywatch/shared/present/words.ts';
import { zonedTime } from '@daywatch/shared/present/zoned-time.ts';
import type { Phase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import { parseRfc3339, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { escaped } from './escaped.ts';
import { factsOf } from './facts-of.ts';
import type { Report } from './report.ts';
import { evidenceWords, rollbackFacts, watchFacts } from './report-facts.ts';
import { reportStyle } from './report-style.ts';
import { ribbonLegend, ribbonSvg } from './ribbon-svg.ts';
import { seriesCaption, seriesSvg } from './series-svg.ts';

/** The report as one page that needs nothing else and runs nothing. */
export function reportHtml(of: Report): string {
  const { deployment, verdict, watch, aftermath } = of;
  const when = clock(of.timeZone);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(of.title)}</title><style>${reportStyle}</style></head><body>
<h1>${escaped(of.title)}</h1>
<p class="soft">${escaped(phaseWords[deployment.phase as Phase] ?? deployment.phase)} · deployed by ${escaped(deployment.deployedBy)} · times are those of ${escaped(of.timeZone)}</p>
<p><strong class="verdict ${verdict.verdict}">${verdict.verdict.toUpperCase()}${verdict.final ? '' : ', so far'}</strong> Recommended: ${escaped(verdict.recommendation)}. ${escaped(sentence(verdict.rule))}</p>
${list(verdict.because)}
${of.caveats.map((caveat) => `<p class="caveat">${escaped(caveat)}</p>`).join('\n')}
${of.ribbon === undefined ? '' : section('The whole time', ribbon(of.ribbon, of.timeZone, when))}
${section('Deployment', facts(factsOf(deployment), when))}
${section('Checklist', checklist(of, when))}
${section('Overrides', rows(of.overrides.map(({ at, what, by, reason }) => [when(at), `${escaped(by)} overrode ${escaped(what)}: ${escaped(reason)}`])))}
${section(
  'Steps',
  table(
    ['phase', 'step', 'state', 'seconds', 'exit code'],
    of.steps.map(({ phase, title, state: outcome, seconds, exitCode }) => [
      escaped(phase),
      escaped(title),
      state(outcome),
      seconds === undefined ? '' : String(Number(seconds.toFixed(1))),
      String(exitCode ?? ''),
    ]),
  ),
)}
${section('Overruns', rows(of.overruns.map(({ at, because }) => [when(at), escaped(because)])))}
${section('Watch', watch ? list(watchFacts(watch)) : '')}
${section('Criteria', criteria(of))}
${section('Verdicts', verdicts(of, when))}
${section('Decisions', rows(of.decisions.map(({ at, by, decision, reason }) => [when(at), `${escaped(by)}: <b>${escaped(decision)}</b> - ${escaped(reason)}`])))}
${section('Blind time', rows(of.blindGaps.map(({ from, until }) => [when(from), `the daemon could not see until ${when(until)}`])))}
${section('Silences', rows(of.silences.map(({ at, by, what }) => [when(at), `${escaped(by)} ${escaped(what)}`])))}
${section('Rollback', of.rollback === undefined ? '' : list(rollbackFacts(of.rollback)))}
${section('Announcements', rows(of.announcements.map(({ at, announcement, by, to, subject, outcome, because }) => [when(at), `${escaped(subject ?? announcement)} <span class="soft">by ${escaped(by)} to ${escaped(to)}</span> ${state(outcome)}${because === undefined ? '' : `: ${escaped(because)}`}`])))}
${section('Afterwards', aftermath === undefined ? '' : list(afterwards(aftermath, of.timeZone), 'html'))}
${section('Timeline', rows(of.timeline.map(({ at, actor, what }) => [when(at), `<span class="soft">${escaped(actor)}</span> ${escaped(what)}`])))}
${section('Dashboards', of.dashboards.length === 0 ? '' : `<ul>${of.dashboards.map(dashboard).join('')}</ul>`)}
<footer>Made from the record of <code>${escaped(deployment.id)}</code>: ${of.record.events} events, last hash <span class="hash">${escaped(of.record.lastHash)}</span>. <code>daywatch record verify FILE --last HASH</code> proves that nothing of it was changed or left out.</footer>
</body></html>
`;
}

type When = (at: string) => string;

/** A moment as people read it, with the exact one behind it. */
function clock(zone: string): When {
  return (at) => {
    const instant = parseRfc3339(at);
    const shown = instant === undefined ? at : zonedTime(instant, zone);
    return `<time datetime="${escaped(at)}" title="${escaped(at)}">${escaped(shown)}</time>`;
  };
}

function ribbon(of: NonNullable<Report['ribbon']>, zone: string, when: When): string {
  const legend = ribbonLegend(of).map(({ style, word }) => `<li><i class="${style}"></i>${word}</li>`);
  const marks = of.marks.map(({ at, what }) => `<li>${when(rfc3339(at))} ${escaped(what)}</li>`);
  return `${ribbonSvg(of, zone)}<ul class="legend">${legend.join('')}</ul>${marks.length === 0 ? '' : `<ol class="marks">${marks.join('')}</ol>`}`;
}

const timed = new Set(['Requested', 'Deploy finished', 'Ended']);
const facts = (pairs: readonly (readonly [string, string])[], when: When): string =>
  `<dl>${pairs.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${timed.has(name) ? when(value) : escaped(value)}</dd></div>`).join('')}</dl>`;

function checklist({ checklist: items, deployment, signOffs }: Report, when: When): string {
  const listed = items.map(({ id, title, state: outcome, because, signed, override, lookedAt }) => {
    const commit = signed?.commit ?? signOffs.find(({ item }) => item === id)?.commit;
    const forWhat = signed === undefined ? '' : ` as ${signed.role}, for ${(commit ?? deployment.commit).slice(0, 7)}`;
    const note = signed?.note === undefined ? '' : `: ${signed.note}`;
    const who = signed === undefined ? because : `signed by ${signed.by}${forWhat}${note}`;
    const overridden =
      override === undefined
        ? ''
        : ` <span class="overridden">overridden by ${escaped(override.by)}: ${escaped(override.reason)}</span>`;
    const at = signed?.at ?? lookedAt;
    return [
      at === undefined ? '' : when(at),
      `${state(outcome)} ${escaped(title)} <span class="soft">${escaped(who)}</span>${overridden}`,
    ] as const;
  });
  // What was signed under a plan that had other items.
  const others = signOffs
    .filter(({ item }) => !items.some(({ id }) => id === item))
    .map(
      ({ item, by, role, at, commit, note }) =>
        [
          when(at),
          `${escaped(item)}: ${escaped(by)} as ${escaped(role)}${commit === undefined ? '' : `, for ${escaped(commit.slice(0, 7))}`}${note === undefined ? '' : `: ${escaped(note)}`}`,
        ] as const,
    );
  return rows([...listed, ...others]);
}

/** One card a criterion: how it stands, what it read, and why. Those that are no longer judged still have their readings. */
function criteria(of: Report): string {
  const gaps = of.blindGaps.map(({ from, until }) => ({
    from: parseRfc3339(from) ?? 0,
    until: parseRfc3339(until) ?? 0,
  }));
  const chartOf = (name: string) => {
    const series = of.series.find(({ criterion }) => criterion === name);
    return series === undefined ? '' : (seriesSvg(series, gaps) ?? '');
  };
  const judged = criterionRows(of.criteria).map(({ name, title, state: now, weight, value, accepted, because }) => {
    return `<article class="card"><header><h3>${escaped(title)}</h3>${state(now)}</header><p class="soft">${escaped(value)} · ${escaped(accepted)} · ${escaped(weight)}</p>${chartOf(name)}<p>${escaped(because)}</p></article>`;
  });
  const only = of.series
    .filter(({ criterion }) => !of.criteria.some(({ name }) => name === criterion))
    .map(
      (series) =>
        `<article class="card"><header><h3>${escaped(series.title)}</h3></header>${chartOf(series.criterion)}<p class="soft">${escaped(seriesCaption(series))}</p></article>`,
    );
  const cards = [...judged, ...only];
  return cards.length === 0 ? '' : `<div class="cards">${cards.join('\n')}</div>${legendOf(of)}`;
}

const legendOf = ({ series }: Report): string =>
  series.length === 0
    ? ''
    : '<p class="soft">Line: what was read. Dashed red: the limit. Dotted: usual before the deploy; shaded: where nine of ten values of the old version lay. Upright line: the deploy. Yellow: blind.</p>';

function verdicts(of: Report, when: When): string {
  return rows(
    of.verdicts.map(({ at, verdict, rule, because, final, evidence = [] }) => {
      const rests = final ? [] : evidence.map((judgement) => evidenceWords(judgement, criterionRow(judgement)));
      const reasons = because.length + rests.length === 0 ? '' : list([...because, ...rests]);
      return [when(at), `${state(verdict)}${final ? ', final' : ''}: ${escaped(rule)}${reasons}`] as const;
    }),
  );
}

function afterwards({ ticket, nextWindow, report }: NonNullable<Report['aftermath']>, zone: string): readonly string[] {
  const at = (text: string) => escaped(zonedTime(parseRfc3339(text) ?? (0 as never), nextWindow?.timeZone ?? zone));
  return [
    ...(ticket?.state === 'opened'
      ? [`Ticket: ${ticket.url === undefined ? escaped(ticket.in) : link(ticket.url, ticket.url)}`]
      : []),
    ...(ticket?.state === 'failed'
      ? [`No ticket could be opened in ${escaped(ticket.in)}: ${escaped(ticket.because)}`]
      : []),
    ...(nextWindow === undefined
      ? []
      : [
          `Next window: ${at(nextWindow.opensAt)} to ${at(nextWindow.closesAt)} (${escaped(nextWindow.timeZone)}), ${escaped(nextWindow.because)}`,
        ]),
    ...(report === undefined ? [] : [`This report as a file: <code>${escaped(report)}</code>`]),
  ];
}

const state = (word: string): string => `<span class="state ${escaped(word)}">${escaped(word)}</span>`;
/** Only web addresses become links: a plan may hold anything. */
const link = (url: string, words: string): string =>
  /^https?:\/\//i.test(url) ? `<a href="${escaped(url)}" rel="noreferrer">${escaped(words)}</a>` : escaped(words);
const dashboard = ({ name, url }: Report['dashboards'][number]): string =>
  /^https?:\/\//i.test(url) ? `<li>${link(url, name)}</li>` : `<li>${escaped(name)}: ${escaped(url)}</li>`;

const section = (title: string, body: string): string =>
  body === '' ? '' : `<section><h2>${title}</h2>\n${body}</section>`;
const list = (lines: readonly string[], as: 'text' | 'html' = 'text'): string =>
  lines.length === 0
    ? ''
    : `<ul>${lines.map((line) => `<li>${as === 'html' ? line : escaped(line)}</li>`).join('')}</ul>`;
const rows = (of: readonly (readonly [string, string])[]): string =>
  of.length === 0
    ? ''
    : `<ul class="rows">${of.map(([at, what]) => `<li><span>${at}</span><div>${what}</div></li>`).join('\n')}</ul>`;

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  if (body.length === 0) return '';
  const cells = (row: readonly string[]) =>
    row.map((cell, at) => `<td${at > 2 ? ' class="number"' : ''}>${cell}</td>`).join('');
  return `<div class="scroll"><table><thead><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr></thead><tbody>${body.map((row) => `<tr>${cells(row)}</tr>`).join('\n')}</tbody></table></div>`;
}
