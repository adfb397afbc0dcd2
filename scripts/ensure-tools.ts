import { existsSync } from 'node:fs';
import { findPostgres, hasStatStatements } from '../packages/daemon/src/demo/machine/find-postgres.ts';
import { type EditorName, editorUnderTest } from '../test/e2e/editor/editor-location.ts';
import { findChromium } from '../test/e2e/find-chromium.ts';
import { isLong } from '../test/support/is-long.ts';
import { MONITORING_PACKAGES, monitoringLocation, monitoringPresent } from '../test/support/monitoring-tools.ts';
import { finish } from './finish.mjs';
import { installDebianPackages } from './tools/debian-package.ts';
import { editorInstalled, installEditor } from './tools/install-editor.ts';
import { unpackDebianPackages } from './tools/unpack-debian-packages.ts';

/** What the tests need beside npm packages, by the Debian packages that bring it. */
const NEEDS: readonly { packages: readonly string[]; present: () => boolean }[] = [
  { packages: ['git'], present: () => existsSync('/usr/bin/git') },
  { packages: ['chromium'], present: () => findChromium() !== undefined },
  {
    packages: ['postgresql', 'postgresql-contrib'],
    present: () => {
      const bin = findPostgres(process.env.PATH ?? '');
      return bin !== undefined && hasStatStatements(bin);
    },
  },
  { packages: ['pgbouncer'], present: () => existsSync('/usr/sbin/pgbouncer') },
];

const EDITORS = new Set<EditorName>(['newest', isLong ? 'oldest' : editorUnderTest]);

/** Chromium, PostgreSQL, Prometheus, git and the editor under test: installs what is missing, at once when nothing is. */
export async function ensureTools(): Promise<void> {
  const missing = NEEDS.filter(({ present }) => !present()).flatMap(({ packages }) => packages);
  if (missing.length > 0) await installDebianPackages(missing);
  if (!monitoringPresent()) await unpackDebianPackages(MONITORING_PACKAGES, monitoringLocation());
  for (const editor of EDITORS) if (!editorInstalled(editor)) await installEditor(editor);
}

if (import.meta.main) {
  await finish(async () => {
    await ensureTools();
    console.log('Chromium, PostgreSQL, Prometheus, git and the editor under test are here.');
    return 0;
  });
}
