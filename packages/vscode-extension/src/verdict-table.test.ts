import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { escapeMarkdown } from './escape-markdown.ts';
import { aView } from './model.fixture.ts';
import { initialModel, reduce } from './model.ts';
import { verdictTable } from './verdict-table.ts';

const online = reduce(initialModel('production'), { type: 'environment', view: aView(instant(1_764_626_400_000)) });

it('offers what helps against a daemon that does not answer', () => {
  const lost = reduce(online, { type: 'connection', connection: { state: 'offline', because: 'gone', local: true } });
  const table = verdictTable(lost, 'gone');
  expect(table).toContain('[Start Local Daemon](command:daywatch.startDaemon)');
  expect(table).not.toContain('rollBack');
  const shared = reduce(online, {
    type: 'connection',
    connection: { state: 'offline', because: 'gone', local: false },
  });
  expect(verdictTable(shared, 'gone')).not.toContain('startDaemon');
});

it('asks for a token where the one there is was refused', () => {
  const refused = reduce(online, { type: 'connection', connection: { state: 'refused', because: 'unknown token' } });
  expect(verdictTable(refused, 'unknown token')).toContain('command:daywatch.setToken');
});

it('runs no markup of a criterion, a table, or a command link in it', () => {
  const because = 'x | y [press](command:workbench.action.quit) <b>`';
  expect(escapeMarkdown(because)).toBe('x \\| y \\[press\\]\\(command:workbench\\.action\\.quit\\) \\<b\\>\\`');
});
