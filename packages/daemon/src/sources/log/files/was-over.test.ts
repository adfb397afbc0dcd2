import { expect, it } from 'vitest';
import { wasOver } from './was-over.ts';

const at = 1_796_162_400_000;
const minute = 60_000;

it.each([
  ['shop.log.7', 'shop.log'],
  ['shop.log.7', 'shop.log.6'],
  ['shop.log-20261201', 'shop.log'],
  ['shop-2026-12-01.log', 'shop-2026-12-02.log'],
  ['shop.1.log', 'shop.12.log'],
])('%s was over when %s was written to two minutes later', (name, other) => {
  const later = { path: `/logs/${other}`, changedAt: at + 2 * minute };
  const file = { path: `/logs/${name}`, changedAt: at };
  expect(wasOver(file, [file, later])).toBe(true);
  expect(wasOver(later, [file, later])).toBe(false);
  expect(wasOver({ ...file, changedAt: at + minute }, [file, later])).toBe(false);
  expect(wasOver({ path: file.path }, [file, later])).toBe(false);
  expect(wasOver({ ...file, path: `/elsewhere/${name}` }, [file, later])).toBe(false);
});

it.each([
  ['shop.log', 'shop.log.1'],
  ['shop.log', 'api.log'],
  ['shop.log', 'shop-error.log'],
  ['shop-2026-12-01.log', 'api-2026-12-02.log'],
])('%s was not, whenever %s was written to', (name, other) => {
  const later = { path: `/logs/${other}`, changedAt: at + 60 * minute };
  expect(wasOver({ path: `/logs/${name}`, changedAt: at }, [later])).toBe(false);
});
