import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';

/** A file in the plan's folder or below it: not what links lead to elsewhere. */
export function readBeside(planFile: string, name: string): string | undefined {
  const folder = dirname(resolve(planFile));
  const path = resolve(folder, name);
  if (!existsSync(path)) return undefined;
  const real = relative(realpathSync(folder), realpathSync(path));
  if (real === '' || real === '..' || real.startsWith(`..${sep}`)) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
