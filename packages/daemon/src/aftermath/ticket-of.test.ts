import { expect, it } from 'vitest';
import { wholeDayReport } from '../record/whole-day.fixture.ts';
import { ticketOf } from './ticket-of.ts';

const { deployment } = wholeDayReport(1);
const options = { reportUrl: 'https://daywatch.test/report', timeZone: 'Europe/Berlin' };

it('is made from the usual template', () => {
  const { title, body } = ticketOf(deployment, options);
  expect(title).toBe('shop 1.4.2 was rolled back in production');
  expect(body).toContain('the next window opens Tue 2026-12-08 22:00');
  expect(body).toContain('checkout is too slow to leave it over night (lead@example.com)');
  expect(body).not.toContain('{{');
});

it('is made from a template of the plan, whose first heading is its title', () => {
  const { title, body } = ticketOf(deployment, {
    ...options,
    template: '# [INC] {{ service }} {{ version }}\n\nSee {{ report }}',
  });
  expect(title).toBe('[INC] shop 1.4.2');
  expect(body).toBe('See https://daywatch.test/report');
});

it('has a title where the template has none', () => {
  expect(ticketOf(deployment, { ...options, template: 'See {{ report }}' })).toMatchObject({
    title: 'shop 1.4.2 was rolled back in production',
    body: 'See https://daywatch.test/report',
  });
});
