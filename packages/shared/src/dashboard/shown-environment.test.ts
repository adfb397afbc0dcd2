import { expect, it } from 'vitest';
import type { EnvironmentView } from '../api/views.ts';
import { shownEnvironment } from './shown-environment.ts';

const environments = ['production', 'staging'].map((name) => ({ name }) as EnvironmentView);

it.each([
  [{}, 'production'],
  [{ environment: 'staging' }, 'staging'],
  [{ environment: 'prod' }, undefined],
])('shows for %j %s', (place, shown) => expect(shownEnvironment(environments, place)?.name).toBe(shown));
