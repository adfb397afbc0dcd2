import type { ChecklistItemView } from '@daywatch/shared/api/views.ts';
import { readPlanText, valueAt } from '../language/plan-text.ts';

/** Where what an open item asks for is mended. */
export type Fix =
  | { readonly at: 'source-control' }
  /** Its command, to be run by hand: that shows the whole of what it says. */
  | { readonly at: 'terminal'; readonly line: string }
  /** Where the plan asks for it. */
  | { readonly at: 'plan'; readonly offset: number };

/** What helps with an item that is not fulfilled; people sign theirs. Pure. */
export function fixesOf(
  { id, type, by, state }: Pick<ChecklistItemView, 'id' | 'type' | 'by' | 'state'>,
  { plan, environment }: { readonly plan: string; readonly environment: string },
): readonly Fix[] {
  if (state === 'passed' || by === 'people') return [];
  const { value, spots } = readPlanText(plan);
  const path = ['environments', environment, 'checklist'];
  const items = valueAt(value, path);
  const index = Array.isArray(items) ? items.findIndex((item: unknown) => valueAt(item, ['id']) === id) : -1;
  const line = typedLine(valueAt(items, [index, 'run']));
  const asked = [...path, index, 'id'].join('\n');
  const spot = index < 0 ? undefined : spots.find(({ path: at, part }) => part === 'key' && at.join('\n') === asked);
  return [
    ...(type === 'git' ? [{ at: 'source-control' } as const] : []),
    ...(line === undefined ? [] : [{ at: 'terminal', line } as const]),
    ...(spot === undefined ? [] : [{ at: 'plan', offset: spot.start } as const]),
  ];
}

/** A terminal runs what ends in a new line as soon as it is typed: of several lines, or with a control character, nothing is. */
function typedLine(command: unknown): string | undefined {
  const line = typeof command === 'string' ? command.trim() : '';
  return line === '' || /\p{Cc}/u.test(line) ? undefined : line;
}
