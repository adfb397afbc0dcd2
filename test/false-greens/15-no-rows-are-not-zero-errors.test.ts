import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { createOutbound } from '@daywatch/daemon/src/outbound.ts';
import type { Logger } from '@daywatch/daemon/src/ports/logger.ts';
import { refusingShell } from '@daywatch/daemon/src/shell.ts';
import { fullReach } from '@daywatch/daemon/src/sources/full-reach.fixture.ts';
import { servedPage } from '@daywatch/daemon/src/sources/metrics/served-page.fixture.ts';
import { postgres } from '@daywatch/daemon/src/sources/postgres.ts';
import { shortMemory } from '@daywatch/daemon/src/sources/short-memory.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { expect, inject, it } from 'vitest';

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

it('SQL that returns no row, or null, has no number', async () => {
  const tools = {
    name: 'database',
    outbound: createOutbound({ clock: systemClock }),
    clock: systemClock,
    log: quiet,
    memory: shortMemory(),
    reach: fullReach,
    shell: refusingShell('no commands here'),
  };
  const source = postgres.open({ url: inject('postgresUrl'), timeout: '5s', 'lock-timeout': '1s' }, tools);
  const read = (sql: string) =>
    source.probe({ name: 'it', measure: 'gauge', query: { sql } }).observe(systemClock.timeout(seconds(10)));
  expect(await read('select 0 where false')).toEqual({
    type: 'absent',
    because: 'database: select 0 where false: returned no rows, expected one number',
  });
  expect(await read('select sum(x) as failed from (select 1 as x where false) as nothing')).toMatchObject({
    type: 'absent',
    because: expect.stringContaining('returned null as failed'),
  });
  await source.close();
});

it('a counter that the page does not know is not an increase of 0', async () => {
  const page = servedPage();
  const read = page.asking('count', 'erors_total');
  page.serve('errors_total 1\n');
  await read();
  page.serve('errors_total 9\n');
  expect(await read()).toMatchObject({
    type: 'absent',
    because: expect.stringContaining('the nearest is errors_total'),
  });
});
