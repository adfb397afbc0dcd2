import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);

it('the benchmark of the probes compares what was good on both sides', { timeout: 120_000 }, async () => {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'probes.ts'), 'short']);
  expect(stdout).toMatch(/^blackbox_exporter \+ Prometheus: [1-9]\d* probes, 40 of 40 good/m);
  expect(stdout).toMatch(/^Daywatch: [1-9]\d* probes, 40 of 40 good/m);
  expect(stdout).toMatch(/^cpu [\d.]+x/m);
  expect(stdout).toMatch(/^memory [\d.]+x/m);
});
