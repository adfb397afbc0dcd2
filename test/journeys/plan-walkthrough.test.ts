import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { putOnStaging } from '../../examples/shop/release.ts';
import { runGit } from '../../examples/shop/run-git.ts';
import {
  decide,
  decidedValues,
  paceOfThisTest,
  whatTheDocumentLeftOut,
} from '../support/walkthrough/decided-values.ts';
import { type Team, type Typed, teamWithADocument } from '../support/walkthrough/team-with-a-document.ts';
import { notSaid, readWalkthrough } from '../support/walkthrough/walkthrough-page.ts';

let team: Team;
beforeAll(async () => {
  team = await teamWithADocument(inject('postgresUrl'));
}, 120_000);
afterAll(() => team.close(), 60_000);

/** What docs/plan-walkthrough.md tells, as it really went. */
const told: { command: string; output: string }[] = [];

async function well(command: string): Promise<Typed> {
  const typed = await team.type(command);
  told.push({ command, output: typed.output });
  if (typed.code !== 0) throw new Error(`$ ${command}\n${typed.output}\nexit code ${typed.code}`);
  return typed;
}
async function refused(command: string): Promise<string> {
  const { code, output } = await team.type(command);
  told.push({ command, output });
  expect({ code, output }).toMatchObject({ code: 1 });
  return output;
}
async function status(environment = 'production'): Promise<EnvironmentView> {
  const { output } = await team.type(`daywatch status ${environment} --json`);
  return JSON.parse(output);
}
const day = new Date('2026-10-13T09:00:00Z');
const patient = { timeout: 60_000, interval: 1_000 };

describe('a plan that was a page of Markdown', { timeout: 300_000 }, () => {
  const plan = () => join(team.folder, 'daywatch.yaml');

  it('becomes a plan that says what is still to be decided, and is good when a person has decided it', async () => {
    await well('daywatch init --from PLAN.md');
    const open = await refused('daywatch check');
    const opens = new Intl.DateTimeFormat('sv', {
      timeZone: 'Europe/Berlin',
      dateStyle: 'short',
      timeStyle: 'short',
    }).format(Date.now() + 20 * 3_600_000);
    const values = decidedValues(opens.replace(' ', 'T'));
    expect(open.match(/still to be decided: /g)).toHaveLength(values.length);
    const decided = values.reduce(decide, readFileSync(plan(), 'utf8'));
    const edited = [...whatTheDocumentLeftOut, ...paceOfThisTest].reduce((text, [from, to]) => {
      const next = typeof from === 'string' ? text.replace(from, () => to) : text.replace(from, to);
      if (next === text) throw new Error(`the plan has no ${from}`);
      return next;
    }, decided);
    writeFileSync(plan(), edited);
    await well('daywatch check');
    await team.git('checkout', '--quiet', 'staging');
    await team.git('add', '.');
    await runGit(team.folder, ['commit', '--quiet', '-m', 'The plan of our deployments is checked'], day);
    await team.git('push', '--quiet', 'origin', 'staging');
  });

  it('is prepared, announced, signed and deployed; the version that held for its whole watch is tagged', async () => {
    await team.git('checkout', '--quiet', 'main');
    expect(await team.type('./deploy-production.sh')).toMatchObject({ code: 0 });
    team.openForCustomers();
    await team.git('checkout', '--quiet', 'staging');
    const serve = 'daywatch serve --embedded';
    const output = await team.serve(serve);
    expect(output).toContain('http://127.0.0.1');
    told.push({ command: serve, output });
    await putOnStaging({ folder: team.folder, release: 'good' });
    await well('daywatch deploy staging --wait');
    await well('mkdir -p backups && pg_dump --format=custom --file=backups/today.dump "$DATABASE_URL"');

    const prepared = await well('daywatch prepare production --check');
    expect(prepared.output).toContain('qa-team has not signed');
    await expect.poll(() => team.mail.mails.map(({ to }) => to), patient).toEqual([['ada@example.com']]);
    await well('daywatch announce production');
    const wrong = await refused('daywatch sign-off rollback-procedure-reviewed --note "it is fine"');
    expect(wrong).toContain('dana@example.com');
    await well(
      'DAYWATCH_TOKEN=$QUINN daywatch sign-off manual-testing-performed-staging --note "walked through all three workflows"',
    );
    await well('DAYWATCH_TOKEN=$DANA daywatch sign-off rollback-procedure-reviewed --note "rehearsed on Tuesday"');
    await well('daywatch checklist production');

    expect(await refused('daywatch deploy production')).toContain('It is not the time to deploy');
    await well(
      'DAYWATCH_TOKEN=$DANA daywatch override window --reason "everybody is here, and nobody shops at this hour"',
    );
    const deployed = await well('daywatch deploy production --wait');
    expect(deployed.output).toContain('stable/production/');
    expect((await status()).deployment).toMatchObject({ phase: 'succeeded' });
    await well("git tag --list --format='%(refname:short)  %(subject)' 'stable/*'");
  });

  it('finds in production what passed every check, goes back, watches the recovery, and leaves a ticket and a report', async () => {
    await putOnStaging({ folder: team.folder, release: 'broken-import' });
    await well(
      'DAYWATCH_TOKEN=$DANA daywatch deploy production --override "the imports are wanted before the weekend"',
    );
    await expect.poll(async () => (await status()).verdict.verdict, patient).toBe('no-go');
    await well('daywatch status production');
    await refused('daywatch wait production --for go --timeout 5s');
    await well('DAYWATCH_TOKEN=$DANA daywatch decide roll-back --reason "reports are part of the core"');
    await well('daywatch rollback production');
    await expect
      .poll(async () => (await status()).deployment?.rollback?.watch?.ended?.outcome, patient)
      .toBe('recovered');
    await well('daywatch status production');
    await expect.poll(() => team.tickets.posted.length, patient).toBe(1);
    await well('daywatch announce production');
    await well('daywatch report production');
    await well('daywatch report production --format html > report.html');
    await well('daywatch report production --format json > report.json');
    await well('daywatch record show production > record.jsonl');
    const { output } = await well('daywatch record verify record.jsonl');
    expect(output).toContain('is intact');

    const { to, mail } = team.mail.mails.at(-1) ?? {};
    expect([to, mail?.subject]).toEqual([['ada@example.com'], 'shop on production was rolled back to 1.1.0']);
    expect(team.chat.posted.map(({ body }) => JSON.parse(body).text)).toContainEqual(
      expect.stringMatching(/^NO-GO for shop 1\.2\.0 on production: /),
    );
    expect(JSON.parse(team.tickets.posted[0]?.body ?? '')).toMatchObject({
      title: 'shop 1.2.0 was rolled back in production',
      decision: 'reports are part of the core (Dana Miller)',
    });
    const report = readFileSync(join(team.folder, 'report.html'), 'utf8');
    for (const part of ['the imports are wanted before the weekend', 'reports are part of the core', '<svg'])
      expect(report).toContain(part);
  });

  it('went as docs/plan-walkthrough.md tells', () => {
    const shown = readWalkthrough();
    expect(told.map(({ command }) => command)).toEqual(shown.map(({ command }) => command));
    expect(shown.flatMap((one, index) => notSaid(one, told[index]?.output ?? ''))).toEqual([]);
  });
});
