import { expect, it } from 'vitest';
import { criteriaGroups } from './criteria-groups.ts';

const services: Readonly<Record<string, string>> = { 'api-errors': 'api', 'api-p95': 'api', 'web-errors': 'web' };
const grouped = (...names: readonly string[]) => criteriaGroups(names, (name) => services[name]);

it('keeps what needs looking at first on top, each beside those of its service', () =>
  expect(grouped('web-errors', 'api-p95', 'healthy', 'api-errors')).toEqual([
    { service: undefined, names: ['healthy'] },
    { service: 'web', names: ['web-errors'] },
    { service: 'api', names: ['api-p95', 'api-errors'] },
  ]));

it('is one group where no service is named', () =>
  expect(grouped('healthy', 'pool')).toEqual([{ service: undefined, names: ['healthy', 'pool'] }]));

it('has no empty group', () => {
  expect(grouped('api-errors')).toEqual([{ service: 'api', names: ['api-errors'] }]);
  expect(grouped()).toEqual([]);
});
