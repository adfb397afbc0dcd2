import { expect, it } from 'vitest';
import { mustAsk } from './must-ask.ts';

it.each([
  ['always', false, [], true],
  ['onlyWhenWarned', false, [], false],
  ['onlyWhenWarned', false, ['The window is closed.'], true],
  // Whoever wrote the link is not the person who presses it.
  ['onlyWhenWarned', true, [], true],
] as const)('%s, by a link: %s, with warnings %j: %s', (confirm, byLink, warnings, asks) =>
  expect(mustAsk({ confirm, byLink, warnings })).toBe(asks),
);
