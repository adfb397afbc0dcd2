import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import { describe, expect, it } from 'vitest';
import { chain, emptyChain } from './chain.ts';
import { type ReportFacts, report } from './report.ts';
import { reportHtml } from './report-html.ts';
import { reportMarkdown } from './report-markdown.ts';
import { cancelledReport, wholeDayReport } from './whole-day.fixture.ts';

const at = '2026-12-01T22:00:00.000Z';
const nasty = '<img src=x onerror="alert(1)"> | *bold* & \'more\'';
const history: DeploymentEvent[] = [
  {
    type: 'requested',
    environment: 'production',
    service: 'shop',
    version: { version: '1.4.2', commit: '9f8d111' },
    planHash: 'p',
    steps: [],
    override: nasty,
  },
  { type: 'watch-started', for: '1d' },
  {
    type: 'verdict-changed',
    verdict: 'no-go',
    recommendation: 'roll-back',
    rule: 'one blocking criterion fails',
    because: ['p95 is 412 ms'],
    final: false,
  },
  { type: 'daemon-resumed', blindFrom: at, blindUntil: at },
  { type: 'decided', decision: 'go', reason: nasty },
];
const events = chain(emptyChain, history, { deployment: '01JEDEPLOY', at: instant(Date.parse(at)), actor: 'devops' });

const deployment = (changes: Partial<Deployment> = {}): Deployment => ({
  id: '01JEDEPLOY',
  environment: 'production',
  service: 'shop',
  phase: 'succeeded',
  version: { version: '1.4.2', commit: '9f8d111' },
  planHash: 'p',
  deployedBy: 'devops',
  requestedAt: at,
  watchStartedAt: at,
  steps: [{ phase: 'deploying', id: 'x', title: nasty, state: 'failed', exitCode: 3, seconds: 1.5 }],
  signOffs: { reviewed: { by: 'qa', role: 'qa', at } },
  blindGaps: [{ from: at, until: at }],
  decisions: [{ decision: 'go', reason: nasty, by: 'lead', at }],
  sequence: 5,
  ...changes,
});
const ruling: ReportFacts['ruling'] = {
  verdict: 'go',
  recommendation: 'proceed',
  rule: 'a person decided',
  because: [`lead decided GO: ${nasty}`],
  final: true,
  certified: false,
};
const assessment: Assessment = {
  ...ruling,
  watch: {
    startedAt: at,
    endsAt: at,
    latestEnd: at,
    for: '1d',
    seen: '23h',
    blind: '1h',
    remaining: '0s',
    coverage: 0.958,
    falseAlarmBound: 0.01,
  },
  judgements: [
    {
      name: 'p95',
      title: nasty,
      severity: 'blocking',
      integrity: false,
      dryRun: false,
      state: 'failing',
      because: 'slow',
      unit: 's',
      value: 0.412,
      limit: 0.8,
      coverage: 1,
    },
  ],
};
const noGoOf = (because: string) => ({
  verdict: 'no-go' as const,
  recommendation: 'hold' as const,
  rule: 'a person decided',
  because: [because],
  final: false,
});
const empty = { dashboards: {}, checklist: [], series: [], now: instant(Date.parse(at)), timeZone: 'UTC' };
const whole = report({
  ...empty,
  deployment: deployment(),
  events,
  ruling,
  assessment,
  dashboards: { grafana: 'https://grafana.example.com', odd: 'javascript:alert(1)' },
});

describe('the report', () => {
  it('tells the whole record, in order, and where it stands', () => {
    expect(whole.timeline.map(({ what }) => what)).toEqual([
      `asked for 1.4.2 (9f8d111) in production, overriding: ${nasty}`,
      'the watch of 1d began',
      'verdict NO-GO (one blocking criterion fails): p95 is 412 ms',
      'the daemon was away from 2026-12-01 22:00 UTC until 2026-12-01 22:00 UTC; that time is blind',
      `decided GO: ${nasty}`,
    ]);
    expect(whole.verdicts).toEqual([
      { at, verdict: 'no-go', rule: 'one blocking criterion fails', because: ['p95 is 412 ms'], final: false },
      {
        at,
        verdict: 'go',
        rule: 'a person decided',
        because: [expect.stringContaining(`decided GO: ${nasty}`)],
        final: true,
      },
    ]);
    expect(whole.record).toEqual({ events: 5, lastHash: events.at(-1)?.hash });
  });

  it('has among the verdicts what a person decided, once, also when the daemon said it again', () => {
    const told: DeploymentEvent[] = [
      ...history.slice(0, 2),
      { type: 'decided', decision: 'extend', reason: 'quiet' },
      { type: 'decided', decision: 'no-go', reason: 'slow' },
      { type: 'verdict-changed', ...noGoOf('lead decided NO-GO: slow') },
      { type: 'decided', decision: 'go', reason: 'it was the network' },
      { type: 'decided', decision: 'no-go', reason: 'it was not' },
    ];
    const chained = chain(emptyChain, told, { deployment: '01JEDEPLOY', at: instant(Date.parse(at)), actor: 'lead' });
    const { verdicts } = report({ ...empty, deployment: deployment(), events: chained, ruling });
    expect(verdicts.map(({ verdict, because, final }) => [verdict, ...because, final])).toEqual([
      ['no-go', 'lead decided NO-GO: slow', false],
      ['go', 'lead decided GO: it was the network', true],
      ['no-go', 'lead decided NO-GO: it was not', true],
    ]);
  });

  it('calls a step by one name, and keeps the notes of those who signed', () => {
    const step = { phase: 'deploying', step: 'x' } as const;
    const told: DeploymentEvent[] = [
      ...history.slice(0, 1),
      { type: 'step-started', ...step, title: './deploy.sh' },
      { type: 'step-finished', ...step, outcome: 'passed', seconds: 2, exitCode: 0, tail: '' },
    ];
    const chained = chain(emptyChain, told, { deployment: '01JEDEPLOY', at: instant(Date.parse(at)), actor: 'lead' });
    const of = report({
      ...empty,
      deployment: deployment({
        steps: [{ phase: 'deploying', id: 'x', title: './deploy.sh', state: 'passed' }],
        signOffs: { reviewed: { by: 'qa', role: 'qa', at, note: 'rehearsed on Tuesday' } },
      }),
      events: chained,
      ruling,
    });
    expect(of.timeline.slice(1).map(({ what }) => what)).toEqual([
      'step "./deploy.sh" began',
      'step "./deploy.sh" passed after 2 s, exit code 0',
    ]);
    expect(reportMarkdown(of)).toContain('rehearsed on Tuesday');
    expect(reportHtml(of)).toContain('rehearsed on Tuesday');
  });

  it.each<[string, Partial<Deployment>, Partial<ReportFacts['ruling']>, Assessment | undefined, string]>([
    ['not over yet', {}, { final: false }, assessment, 'the verdict may still change'],
    ['without a watch', { watchStartedAt: undefined as never }, {}, undefined, 'No watch took place'],
    ['of the past', {}, {}, undefined, 'no longer kept'],
    ['with blind time', {}, {}, assessment, 'could not see once'],
    ['with a GO by decision', {}, {}, assessment, "a person's decision"],
    ['with a GO on thin traffic', { decisions: [] }, {}, assessment, 'too thin to rule out'],
    ['of a version that is gone', { phase: 'rolled-back' }, { verdict: 'no-go' }, assessment, 'was rolled back'],
  ])('%s says so', (_what, changes, verdict, of, caveat) => {
    const facts = { ...empty, deployment: deployment(changes), events, ruling: { ...ruling, ...verdict } };
    expect(report({ ...facts, ...(of && { assessment: of }) }).caveats.join(' ')).toContain(caveat);
  });

  it('claims no gap, no decision and no doubt where there is none', () => {
    const sound = { ...assessment, certified: true };
    const facts = { ...empty, events, ruling: { ...ruling, certified: true }, assessment: sound };
    expect(report({ ...facts, deployment: deployment({ decisions: [], blindGaps: [] }) }).caveats).toEqual([]);
  });

  it('is one HTML page that runs nothing and links only to web addresses', () => {
    const page = reportHtml(whole);
    expect(page).toContain('<strong class="verdict go">GO</strong>');
    expect(page).not.toContain('<img');
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
    expect(page).toContain('<a href="https://grafana.example.com" rel="noreferrer">grafana</a>');
    expect(page).not.toContain('href="javascript:');
    for (const part of ['412 ms', 'limit 800 ms', 'reviewed: qa as qa', 'exit code', whole.record.lastHash]) {
      expect(page).toContain(part);
    }
  });

  it('is Markdown whose tables nothing breaks', () => {
    const page = reportMarkdown(whole);
    expect(page).toContain('**GO** · recommended: proceed · a person decided');
    expect(page).toContain(
      '| \\<img src=x onerror="alert(1)"\\> \\| \\*bold\\* & \'more\' | blocking | failing | 412 ms |',
    );
    const widths = page
      .split('\n\n')
      .filter((block) => block.startsWith('|'))
      .map((block) => new Set(block.split('\n').map((row) => row.replaceAll('\\|', '').split('|').length)).size);
    expect(widths.every((width) => width === 1)).toBe(true);
  });

  it('of a whole day with 50 criteria is a page of less than 2 MB, made at once', () => {
    const page = reportHtml(report(wholeDayReport(50)));
    expect(page.length).toBeLessThan(2_000_000);
    expect(page.match(/<svg class="series"/g)).toHaveLength(50);
    expect(page).not.toMatch(/NaN|undefined|\[object/);
    expect(page).not.toContain(' style="');
    for (const part of [
      'anna@example.com as devops-lead, for 9f8d111: dry run seen',
      'overridden by lead@example.com: the dump of 20:00 is enough',
      'evidence 21000 to 1 from 248 readings',
      'the deployment takes longer than the 45m',
      'was watched for 15m afterwards',
      'it has recovered',
      'shop 1.4.2 will be deployed on Tue 22:00',
      'https://github.com/example/shop/issues/7',
      'Tue 2026-12-08 22:00',
      'Tue 2026-12-01 22:00',
    ]) {
      expect(page).toContain(part);
    }
  });

  it('of a deployment that was cancelled has no ribbon and no criteria, and says what stood in the way', () => {
    const page = reportHtml(report(cancelledReport()));
    expect(page).not.toContain('<svg');
    expect(page).not.toContain('<h2>Criteria</h2>');
    expect(page).toContain('npm test failed with exit code 1');
    expect(page).toContain('devops-lead has not signed');
  });

  it('tells in Markdown what it tells as a page', () => {
    const page = reportMarkdown(report(wholeDayReport(2)));
    for (const title of ['Checklist', 'Overrides', 'Overruns', 'Silences', 'Rollback', 'Announcements', 'Afterwards'])
      expect(page).toContain(`## ${title}`);
    expect(page).toContain('evidence 21000 to 1 from 248 readings');
  });
});
