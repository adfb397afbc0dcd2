import { expect, it } from 'vitest';
import { deepLink } from './deep-link.ts';

it.each([
  ['/report/01JEDEPLOYMENT', { command: 'daywatch.openReport', given: '01JEDEPLOYMENT' }],
  ['/roll-back/01JEDEPLOYMENT', { command: 'daywatch.rollBack', given: '01JEDEPLOYMENT' }],
  ['/report', { command: 'daywatch.openReport' }],
  ['/report/..%2f..', { command: 'daywatch.openReport' }],
  ['/dashboard/01JEDEPLOYMENT', { command: 'daywatch.openDashboard', given: '01JEDEPLOYMENT' }],
  ['/dashboard', { command: 'daywatch.openDashboard' }],
  ['/verdict/', { command: 'daywatch.showVerdict' }],
  ['/deploy', { command: 'daywatch.deployProduction', given: 'by-link' }],
  ['/setToken/evil', undefined],
  ['', undefined],
])('a link to %s is %j', (path, command) => expect(deepLink(path)).toEqual(command));
