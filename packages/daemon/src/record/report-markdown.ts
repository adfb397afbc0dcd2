import { criterionRow, criterionRows } from '@daywatch/shared/present/criterion-row.ts';
import { factsOf } from './facts-of.ts';
import type { Report } from './report.ts';
import { evidenceWords, rollbackFacts, watchFacts } from './report-facts.ts';

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
          of.verdicts.map(({ at, verdict: word, rule, because, final, evidence = [] }) => {
            const rests = final ? [] : evidence.map((judgement) => evidenceWords(judgement, criterionRow(judgement)));
            return [at, word, rule, [...because, ...rests].join('; ')];
          }),
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
    section('Checklist', of.checklist.length > 0 && bullets(of.checklist.map(itemWords))),
    section(
      'Sign-offs',
      of.signOffs.length > 0 &&
        bullets(
          of.signOffs.map(
            ({ item, by, role, at, commit, note }) =>
              `${item}: ${by} as ${role}${commit === undefined ? '' : `, for ${commit.slice(0, 7)}`}, ${at}${note === undefined ? '' : `: ${note}`}`,
          ),
        ),
    ),
    section(
      'Overrides',
      of.overrides.length > 0 &&
        bullets(of.overrides.map(({ what, by, at, reason }) => `${at} ${by} overrode ${what}: ${reason}`)),
    ),
    section('Overruns', of.overruns.length > 0 && bullets(of.overruns.map(({ at, because }) => `${at} ${because}`))),
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
      'Silences',
      of.silences.length > 0 && bullets(of.silences.map(({ at, by, what }) => `${at} ${by} ${what}`)),
    ),
    section('Rollback', of.rollback && bullets(rollbackFacts(of.rollback))),
    section(
      'Announcements',
      of.announcements.length > 0 &&
        bullets(
          of.announcements.map(
            ({ at, announcement, by, to, subject, outcome, because }) =>
              `${at} ${subject ?? announcement}, by ${by} to ${to}: ${outcome}${because === undefined ? '' : ` (${because})`}`,
          ),
        ),
    ),
    section('Afterwards', of.aftermath && bullets(afterwards(of.aftermath))),
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

const itemWords = ({ title, state, because, override }: Report['checklist'][number]): string =>
  `${state}: ${title}, ${because}${override === undefined ? '' : `; overridden by ${override.by}: ${override.reason}`}`;

function afterwards({ ticket, nextWindow }: NonNullable<Report['aftermath']>): readonly string[] {
  return [
    ...(ticket?.state === 'opened' ? [`Ticket: ${ticket.url ?? ticket.in}`] : []),
    ...(ticket?.state === 'failed' ? [`No ticket could be opened in ${ticket.in}: ${ticket.because}`] : []),
    ...(nextWindow === undefined
      ? []
      : [`Next window: ${nextWindow.opensAt} to ${nextWindow.closesAt}, ${nextWindow.because}`]),
  ];
}
