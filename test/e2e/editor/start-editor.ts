import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { installedEditor } from './editor-location.ts';
import { EDITOR_SETTINGS } from './editor-settings.ts';

export type EditorServerOptions = {
  /** Its own data, settings and extensions go in here. */
  folder: string;
  /** Packaged extensions to install first. */
  vsix?: readonly string[];
  /** User settings beside `EDITOR_SETTINGS`. */
  settings?: Readonly<Record<string, unknown>>;
  env?: NodeJS.ProcessEnv;
  /** Options of VS Code's own server, without dashes. */
  serverOptions?: readonly string[];
};

export type EditorServer = {
  base: string;
  /** What the server has printed so far. */
  log(): string;
  stop(): Promise<void>;
};

const START_MS = 60_000;

/** Where the server of this folder looks for extensions. */
export const extensionsFolder = (folder: string) => join(folder, 'extensions');

function commandLine(folder: string): string[] {
  return [
    ...['--config', join(folder, 'config.yaml')],
    ...['--user-data-dir', join(folder, 'user-data')],
    ...['--extensions-dir', extensionsFolder(folder)],
  ];
}

function prepare({ folder, settings }: EditorServerOptions): void {
  const user = join(folder, 'user-data', 'User');
  mkdirSync(user, { recursive: true });
  mkdirSync(extensionsFolder(folder), { recursive: true });
  mkdirSync(join(folder, 'tmp'), { recursive: true });
  writeFileSync(join(user, 'settings.json'), JSON.stringify({ ...EDITOR_SETTINGS, ...settings }));
  writeFileSync(join(folder, 'config.yaml'), '');
}

/** Runs code-server; `output` grows with what it prints. */
function launch(args: readonly string[], options: EditorServerOptions) {
  const { node, codeServer } = installedEditor();
  const child = spawn(node, [codeServer, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Otherwise it leaves logs in the user's home, and sockets in the system's temporary folder.
    env: {
      ...process.env,
      XDG_DATA_HOME: join(options.folder, 'data'),
      TMPDIR: join(options.folder, 'tmp'),
      ...options.env,
    },
  });
  const launched = {
    child,
    output: '',
    ended: new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1))),
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      launched.output += text;
    });
  }
  return launched;
}

async function install(vsix: readonly string[], options: EditorServerOptions): Promise<void> {
  const wanted = vsix.flatMap((path) => ['--install-extension', path]);
  const cli = launch([...commandLine(options.folder), ...wanted, '--force'], options);
  if ((await cli.ended) !== 0) throw new Error(`The editor refused ${vsix.join(', ')}:\n${cli.output}`);
}

/** A real VS Code, served to a browser on a free port of 127.0.0.1. Hold a leash: it starts processes of its own. */
export async function startEditor(options: EditorServerOptions): Promise<EditorServer> {
  prepare(options);
  if (options.vsix !== undefined && options.vsix.length > 0) await install(options.vsix, options);
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const server = launch(
    [
      ...commandLine(options.folder),
      // PORT in the environment may be the watched service's: it would win over --bind-addr.
      ...['--host', '127.0.0.1', '--port', String(port), '--auth', 'none'],
      ...[
        '--disable-telemetry',
        '--disable-update-check',
        '--disable-getting-started-override',
        '--ignore-last-opened',
      ],
      ...(options.serverOptions ?? []).flatMap((option) => ['--vscode-option', option]),
    ],
    options,
  );
  for (const deadline = Date.now() + START_MS; ; await sleep(50)) {
    if (server.child.exitCode !== null || Date.now() > deadline)
      throw new Error(`The editor did not start:\n${server.output}`);
    const health = await fetch(`${base}/healthz`).catch(() => undefined);
    if (health?.ok === true) break;
  }
  return {
    base,
    log: () => server.output,
    async stop() {
      server.child.kill('SIGTERM');
      await Promise.race([server.ended, sleep(3000, undefined, { ref: false })]);
    },
  };
}
