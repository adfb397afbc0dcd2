import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { smaller } from './smaller.ts';

const folder = mkdtempSync(join(tmpdir(), 'daywatch-bundle-'));
const bodies: string[] = [];
let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.once('end', () => {
      bodies.push(body);
      response.setHeader('content-type', 'application/json').end('{"ok":true}');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const port = () => (server.address() as AddressInfo).port;

/** What a program prints that is bundled as the daemon is. */
async function runBundled(name: string, source: string): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    stdin: { contents: source, resolveDir: join(import.meta.dirname, '..'), loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    plugins: [smaller],
    logLevel: 'silent',
    banner: {
      js: "import { createRequire as daywatchRequire } from 'node:module'; const require = daywatchRequire(import.meta.url); const __filename = import.meta.filename; const __dirname = import.meta.dirname;",
    },
  });
  const { stdout } = await promisify(execFile)(process.execPath, [outfile]);
  return stdout.trim();
}

it('still reports faults to Sentry, with what is left of it', async () => {
  await runBundled(
    'faults',
    `import { openFaults } from './src/faults.ts';
     const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
     const faults = await openFaults({ dsn: 'http://key@127.0.0.1:${port()}/1', release: 'daywatch@test', log: quiet });
     faults.report(new Error('the watch loop broke'), 'watch loop');
     await faults.close();`,
  );
  const envelope = bodies.find((body) => body.includes('"type":"event"')) ?? '';
  expect(envelope).toContain('the watch loop broke');
  expect(envelope).toContain('"where":"watch loop"');
}, 60_000);

it('still asks over pools and proxies, and tells faults of a schema in English', async () => {
  const said = await runBundled(
    'asks',
    `import { Agent, ProxyAgent } from 'undici';
     import * as z from 'zod';
     const address = { origin: 'http://127.0.0.1:${port()}', path: '/', method: 'GET' as const };
     const answers = [new Agent(), new ProxyAgent({ uri: address.origin, proxyTunnel: false })].map(async (dispatcher) => {
       const { statusCode, body } = await dispatcher.request(address);
       await body.dump();
       await dispatcher.close();
       return statusCode;
     });
     const refused = z.object({ limit: z.number().max(3) }).safeParse({ limit: 9 });
     console.log(JSON.stringify([await Promise.all(answers), refused.error?.issues[0]?.message]));`,
  );
  expect(JSON.parse(said)).toEqual([[200, 200], 'Too big: expected number to be <=3']);
}, 60_000);
