import { expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const read = (values: Record<string, unknown>) =>
  readSettings({ get: (name: string, otherwise?: unknown) => values[name] ?? otherwise });

it.each([
  ['22:00-07:00', { from: 1_320, until: 420 }],
  [' 00:30-23:59 ', { from: 30, until: 1_439 }],
  ['', undefined],
  ['at night', undefined],
  ['29:59-07:00', undefined],
  ['22:00-24:00', undefined],
])('reads quiet hours: %j', (written, quietHours) =>
  expect(read({ 'notifications.quietHours': written }).quietHours).toEqual(quietHours),
);

it('takes a word that is none of them as the first: everything is asked, told and shown', () => {
  const settings = read({ 'deploy.confirm': false, 'notifications.level': 'sometimes', 'statusBar.visibility': 1 });
  expect([settings.confirm, settings.level, settings.statusBar]).toEqual(['always', 'all', 'always']);
  const chosen = read({ 'notifications.level': 'rollbackOnly', 'statusBar.visibility': 'never' });
  expect([chosen.level, chosen.statusBar]).toEqual(['rollbackOnly', 'never']);
});

it('knows no other daemon, plan or environment where nothing is set', () => {
  const { daemonUrl, planPath, environment } = read({ 'daemon.url': ' ', 'plan.path': '', environment: '' });
  expect([daemonUrl, planPath, environment]).toEqual([undefined, undefined, 'production']);
  expect(read({ 'daemon.url': 'https://daywatch.example.com/' }).daemonUrl).toBe('https://daywatch.example.com');
});

it.each([
  [undefined, 30],
  [45, 45],
  [1, 5],
  [100_000, 1_440],
  ['soon', 30],
])('snoozes for %j as %d minutes', (written, minutes) =>
  expect(read({ 'notifications.snoozeMinutes': written }).snoozeMinutes).toBe(minutes),
);
