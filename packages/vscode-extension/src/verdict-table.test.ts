import { instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Judgement } from '@daywatch/shared/vocabulary/verdict.ts';
import { expect, it } from 'vitest';
import { escapeMarkdown } from './escape-markdown.ts';
import { aView } from './model.fixture.ts';
import { initialModel, reduce } from './model.ts';
import { verdictTable } from './verdict-table.ts';

const online = reduce(initialModel('production'), { type: 'environment', view: aView(instant(1_764_626_400_000)) });

it('offers what helps against a daemon that does not answer', () => {
  const lost = reduce(online, { type: 'connection', connection: { state: 'offline', because: 'gone', local: true } });
  const table = verdictTable(lost, 'gone', 'words');
  expect(table).toContain('[Start Local Daemon](command:daywatch.startDaemon)');
  expect(table).not.toContain('rollBack');
  const shared = reduce(online, {
    type: 'connection',
    connection: { state: 'offline', because: 'gone', local: false },
  });
  expect(verdictTable(shared, 'gone', 'words')).not.toContain('startDaemon');
});

it('asks for a token where the one there is was refused', () => {
  const refused = reduce(online, { type: 'connection', connection: { state: 'refused', because: 'unknown token' } });
  expect(verdictTable(refused, 'unknown token', 'words')).toContain('command:daywatch.setToken');
});

it('keeps saying what people are asked for, when the notification is long gone', () => {
  const rollbackAsked = { by: 'the agent', reason: 'orders [fail](command:x)', at: '2025-12-01T21:59:00.000Z' };
  const view = aView(instant(1_764_626_400_000), { deployment: { rollbackAsked } });
  const asked = reduce(initialModel('production'), { type: 'environment', view });
  expect(verdictTable(asked, 'gathering evidence', 'words').split('\n')).toContain(
    'The agent asks to roll back: orders \\[fail\\]\\(command:x\\)\\.',
  );
});

it('runs no markup of a criterion, a table, or a command link in it', () => {
  const because = 'x | y [press](command:workbench.action.quit) <b>` $(pass)';
  expect(escapeMarkdown(because)).toBe(
    'x \\| y \\[press\\]\\(command:workbench\\.action\\.quit\\) \\<b\\>\\` &#36;\\(pass\\)',
  );
});

it('draws the last values of a criterion between its value and what is accepted', () => {
  const judgement: Judgement = {
    name: 'p95',
    title: 'p95',
    severity: 'blocking',
    integrity: false,
    dryRun: false,
    state: 'passing',
    because: 'all is well',
    unit: 's',
    limit: 0.8,
    coverage: 1,
  };
  const model = [0.2, 0.4].reduce((before, value, second) => {
    const at = instant(1_764_626_400_000 + second * 1_000);
    return reduce(before, {
      type: 'environment',
      view: aView(at, { verdict: { criteria: [{ ...judgement, value }] } }),
    });
  }, initialModel('production'));
  const row = (table: string) => table.split('\n').find((line) => line.includes('p95'));
  expect(row(verdictTable(model, '', 'pictures'))).toMatch(
    /^\| \$\(pass\) \| p95 \| 400\Wms \| !\[\]\(data:image\/svg\+xml;base64,[\w+/=]+\) \| limit 800 ms \|$/,
  );
  expect(row(verdictTable(model, '', 'words'))).toMatch(/\| 400\Wms \| {2}\| limit 800 ms \|$/);
});
