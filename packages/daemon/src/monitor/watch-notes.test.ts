import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import { instant, minutes, plus, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { deploymentOf } from './deployment.fixture.ts';
import { watchNotes } from './watch-notes.ts';

const now = instant(Date.UTC(2026, 11, 1, 22));
const at = (minute: number) => rfc3339(plus(now, minutes(minute)));
const silence: Silence = {
  id: 's1',
  environment: 'production',
  criterion: 'pool',
  owner: 'devops',
  reason: 'noise',
  from: at(-10),
  until: at(10),
};
const ended: Silence = { ...silence, until: at(-1), endedBy: 'lead' };
const over: Silence = { ...silence, until: at(-1) };
const recorded = (hasEnded: boolean) => [{ id: 's1', criterion: 'pool', ended: hasEnded }];
const begin = { note: { type: 'note-silence', silence }, by: 'devops' };
const end = (because: string, by: string) => ({ note: { type: 'note-silence-end', silence: 's1', because }, by });

it.each([
  ['nothing, when the record has it all', {}, [], []],
  ['a silence that has begun', {}, [silence], [begin]],
  ['nothing of one that is recorded', { silences: recorded(false) }, [silence], []],
  ['one that was ended, and by whom', { silences: recorded(false) }, [ended], [end('lead ended it', 'lead')]],
  ['one whose time was over', { silences: recorded(false) }, [over], [end('its time was over', 'daemon')]],
  [
    'the end of one that is not even remembered any more',
    { silences: recorded(false) },
    [],
    [end('its time was over', 'daemon')],
  ],
  ['an end only once', { silences: recorded(true) }, [ended], []],
  ['nothing of one that was over before the watch began', {}, [over], []],
  ['another plan', { planHash: 'before' }, [], [{ note: { type: 'note-plan', planHash: 'p1' }, by: 'daemon' }]],
])('tells the record %s', (_, facts, silences, notes) => {
  const watched = deploymentOf({ requestedAt: at(-60), phase: 'watching', ...facts });
  expect(watchNotes({ watched, silences, planHash: 'p1', now })).toEqual(notes);
});
