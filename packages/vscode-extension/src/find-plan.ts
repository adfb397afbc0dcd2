import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

export const planNames = ['daywatch.yaml', 'daywatch.yml', 'daywatch.json'];

/** The plan file of a folder: the one that is set, else the first of the usual names. */
export function findPlan(folder: string, set: string | undefined): string | undefined {
  return (set === undefined ? planNames : [set]).map((name) => resolve(folder, name)).find((path) => existsSync(path));
}
