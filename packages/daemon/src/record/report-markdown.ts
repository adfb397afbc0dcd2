import { criterionRows } from '@daywatch/shared/present/criterion-row.ts';
import { factsOf } from './facts-of.ts';
import type { Report } from './report.ts';

/** The report for a wiki or a ticket. */
export function reportMarkdown(of: Report): string {
  const { deployment, verdict, watch } = of;
  const parts = [
    `# ${text(of.title)}`,
    `**${verdict.verdict.toUpperCase()}** · recommended: ${verdict.recommendation} · ${text(verdict.rule)}`,
    bullets(verdict.because),
    of.caveats.length === 0 ? '' : of.caveats.map((caveat) => `> ${text(caveat)}`).join('\n>\n'),
    table(['', ''], factsOf(deployment)),
    section('Watch', watch && bullets(watchFacts(watch))),
    section(
      'Criteria',
      of.criteria.length > 0 &&
        table(
          ['criterion', 'weight', 'state', 'value', 'accepted', 'why'],
          criterionRows(of.criteria).map((row) => [
            row.title,
            row.weight,
            row.state,
            row.value,
            row.accepted,
            row.because,
          ]),
        ),
    ),
    section(
      'Verdicts',
      of.verdicts.length > 0 &&
        table(
          ['at', 'verdict', 'rule', 'because'],
          of.verdicts.map(({ at, verdict: word, rule, because }) => [at, word, rule, because.join('; ')]),
        ),
    ),
    section(
      'Steps',
      of.steps.length > 0 &&
        table(
          ['phase', 'step', 'state', 'seconds', 'exit code'],
          of.steps.map(({ phase, title, state, seconds, exitCode }) => [
            phase,
            title,
            state,
            String(seconds ?? ''),
            String(exitCode ?? ''),
          ]),
        ),
    ),
    section(
      'Sign-offs',
      of.signOffs.length > 0 &&
        bullets(of.signOffs.map(({ item, by, role, at }) => `${item}: ${by} as ${role}, ${at}`)),
    ),
    section(
      'Decisions',
      of.decisions.length > 0 &&
        bullets(of.decisions.map(({ decision, by, at, reason }) => `${at} ${by}: ${decision} - ${reason}`)),
    ),
    section(
      'Blind time',
      of.blindGaps.length > 0 && bullets(of.blindGaps.map(({ from, until }) => `${from} to ${until}`)),
    ),
    section(
      'Timeline',
      table(
        ['at', 'who', 'what'],
        of.timeline.map(({ at, actor, what }) => [at, actor, what]),
      ),
    ),
    section('Dashboards', of.dashboards.length > 0 && bullets(of.dashboards.map(({ name, url }) => `${name}: ${url}`))),
    `Made from the record of ${deployment.id}: ${of.record.events} events, last hash \`${of.record.lastHash}\`.`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

export const watchFacts = (watch: NonNullable<Report['watch']>): string[] => [
  `seen ${watch.seen} of ${watch.for}, blind ${watch.blind}, coverage ${(watch.coverage * 100).toFixed(1)} %`,
  `from ${watch.startedAt} to ${watch.endsAt}`,
  `chance of a single false NO-GO in the whole watch: at most ${watch.falseAlarmBound * 100} %`,
];

const section = (title: string, body: string | false | undefined): string => (body ? `## ${title}\n\n${body}` : '');
const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${text(line)}`).join('\n');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => text(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** One line, and nothing in it that Markdown or HTML would take for its own. */
const text = (from: string): string =>
  from.replaceAll(/\s*\n\s*/g, ' ').replaceAll(/[\\`*_<>[\]]/g, (sign) => `\\${sign}`);
