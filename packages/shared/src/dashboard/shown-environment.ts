import type { EnvironmentView } from '../api/views.ts';
import type { Place } from './host.ts';

/** The environment that was asked for, or none: another one's GO is no answer. Where none was asked for, the first. Pure. */
export const shownEnvironment = (
  environments: readonly EnvironmentView[],
  { environment }: Place,
): EnvironmentView | undefined =>
  environment === undefined ? environments[0] : environments.find(({ name }) => name === environment);
