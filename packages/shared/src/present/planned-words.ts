import type { EnvironmentView } from '../api/views.ts';

/** `1.4.3 (1a2b3c4) is planned; 2 of 6 items of its checklist are open`; `undefined` when nothing is planned. */
export function plannedWords({ planned }: Pick<EnvironmentView, 'planned'>): string | undefined {
  if (planned === undefined) return undefined;
  const { version, commit, checklist } = planned;
  const open = checklist.filter(({ state, override }) => state !== 'passed' && override === undefined).length;
  const all = checklist.length;
  const items =
    open === 0
      ? 'nothing of its checklist is open'
      : `${open} of ${all} items of its checklist ${open === 1 ? 'is' : 'are'} open`;
  return `${version} (${commit.slice(0, 7)}) is planned; ${all === 0 ? 'it has no checklist' : items}`;
}
