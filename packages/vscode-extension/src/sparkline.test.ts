import { expect, it } from 'vitest';
import { sparkline } from './sparkline.ts';

const drawn = (values: readonly number[], limit?: number): string =>
  Buffer.from(sparkline(values, limit)?.split(',')[1] ?? '', 'base64').toString();

it('is nothing of a single value', () => {
  expect(sparkline([], 1)).toBeUndefined();
  expect(sparkline([1], 1)).toBeUndefined();
});

it('goes from the left to the right, and higher values are higher', () => {
  expect(drawn([0, 1, 2])).toContain('points="1.5,12.5 30,7 58.5,1.5"');
});

it('shows how far the limit is away', () => {
  const svg = drawn([1, 1], 10);
  expect(svg).toContain('points="1.5,11.4 58.5,11.4"');
  expect(svg).toContain('d="M0 1.5H60"');
  expect(drawn([20, 20], 10)).toContain('d="M0 7H60"');
});

it('draws what is always zero, or below it', () => {
  expect(drawn([0, 0], 0)).toContain('points="1.5,12.5 58.5,12.5"');
  expect(drawn([-1, 1])).toContain('points="1.5,12.5 58.5,1.5"');
});

it('asks nobody for anything', () => expect(sparkline([1, 2], 3)).toMatch(/^data:image\/svg\+xml;base64,[\w+/=]+$/));
