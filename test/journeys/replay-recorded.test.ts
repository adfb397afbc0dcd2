import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '@daywatch/daemon/src/cli/command-line.fixture.ts';
import { openSqliteStore } from '@daywatch/daemon/src/store/open-sqlite.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../replay/recordings.ts';
import { createWorld } from '../world.ts';

const plan = `
service: shop
sources: { site: { type: http, url: "http://shop.test" } }
environments:
  production:
    deploy: { steps: [ ./deploy.sh ] }
    watch:
      for: 2h
      every: 30s
      criteria:
        healthy: { severity: blocking, source: site, check: { path: /, status: 200 } }
        answers: { source: site, check: { path: /orders, status: 200 } }
    rollback: { steps: [ ./deploy.sh ] }
`;
const well: Reading = { type: 'check', ok: true };
const ill: Reading = { type: 'check', ok: false, because: 'status 503' };

/** A daemon that has recorded a deploy which was well for half an hour and then was not. */
async function recorded() {
  const folder = folderWith({ 'daywatch.yaml': plan });
  const data = join(folder, '.daywatch');
  const store = await openSqliteStore({ folder: data });
  const world = await createWorld({ plan, store });
  world.answer('healthy', well);
  world.answer('answers', well);
  await world.clock.advance(hours(3));
  await world.deploy('01JE');
  await world.clock.advance(minutes(40));
  world.answer('answers', ill);
  await world.clock.advance(minutes(20));
  const record = await world.record('01JE');
  const said = record.flatMap(({ event, at }) => (event.type === 'verdict-changed' ? [{ at, ...event }] : []));
  return { folder, run: commandLine(folder), store, said };
}

describe('a deployment that the daemon recorded', () => {
  it('is judged again as it was, while the daemon goes on', async () => {
    const { run, said, store } = await recorded();
    const { code, out, err } = await run('replay', '--deployment', '01JE', '--json');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const changes = out.split('\n').map((line) => JSON.parse(line));
    const last = changes.at(-2);
    expect(last).toMatchObject({ verdict: 'no-go', criteria: { answers: 'failing' } });
    const then = said.find(({ verdict }) => verdict === 'no-go');
    expect(Math.abs(Date.parse(last.at) - Date.parse(then?.at ?? ''))).toBeLessThanOrEqual(60_000);
    await store.close();
  });

  it('may be judged by another plan', async () => {
    const { folder, run, store } = await recorded();
    writeFileSync(
      join(folder, 'other.yaml'),
      plan.replace('source: site, check: { path: /orders', 'severity: warning, $&'),
    );
    const { code, out } = await run('replay', '--plan', 'other.yaml', '--deployment', '01JE', '--json');
    expect(code).toBe(2);
    expect(out).not.toContain('no-go');
    await store.close();
  });

  it('can be kept as a file, which says the same', async () => {
    const { run, store } = await recorded();
    const { out } = await run('replay', '--deployment', '01JE', '--json');
    const { err } = await run('replay', '--deployment', '01JE', '--export', 'case.jsonl');
    const [, deployedAt = ''] = /--deployed-at (\S+)$/.exec(err) ?? [];
    const again = await run('replay', '--observations', 'case.jsonl', '--deployed-at', deployedAt, '--json');
    expect(again.out).toBe(out);
    await store.close();
  });

  it('that is not there is wrong use, and a folder without data is unknown', async () => {
    const { run, store } = await recorded();
    const missing = await run('replay', '--deployment', '01XX');
    expect(missing.code).toBe(64);
    expect(missing.err).toContain('The newest are 01JE (1.4.2, production).');
    const empty = await run('replay', '--deployment', '01JE', '--data', 'nowhere');
    expect(empty.code).toBe(3);
    expect(empty.err).toContain('There is no data of a daemon in');
    await store.close();
  });
});
