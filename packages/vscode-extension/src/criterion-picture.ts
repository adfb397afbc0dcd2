import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import type { Model } from './model.ts';
import { sparkline } from './sparkline.ts';

/**
 * The last values of a criterion against its limit, as an image in Markdown; `undefined` while there are fewer than two.
 * Nothing in it that the words beside it do not say: it has none of its own. Pure.
 */
export function criterionPicture(
  { history }: Pick<Model, 'history'>,
  { name, verdict }: EnvironmentView,
  criterion: string,
): string | undefined {
  const { limit } = verdict.criteria.find((one) => one.name === criterion) ?? {};
  const drawn = sparkline(history[name]?.[criterion] ?? [], limit);
  return drawn === undefined ? undefined : `![](${drawn})`;
}
