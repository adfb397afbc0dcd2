import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { aView } from './model.fixture.ts';
import { type Happened, initialModel, reduce } from './model.ts';
import { remediesOf, remedyLink } from './remedies.ts';

const now = instant(1_764_626_400_000);
const known: Happened = { type: 'environment', view: aView(now) };
const model = (...happened: readonly Happened[]) => happened.reduce(reduce, initialModel('production'));
const commands = (...happened: readonly Happened[]) => remediesOf(model(...happened)).map(({ command }) => command);

it.each<[string, Happened[], string[]]>([
  ['while the daemon is looked for', [], ['daywatch.showLog']],
  ['without a plan', [{ type: 'connection', connection: { state: 'no-plan' } }], ['daywatch.createPlan']],
  [
    'without a local daemon',
    [{ type: 'connection', connection: { state: 'offline', because: 'gone', local: true } }],
    ['daywatch.startDaemon', 'daywatch.showLog'],
  ],
  [
    'without the shared daemon',
    [{ type: 'connection', connection: { state: 'offline', because: 'gone', local: false } }],
    ['daywatch.showLog'],
  ],
  [
    'with a token that is not taken',
    [{ type: 'connection', connection: { state: 'refused', because: 'unknown' } }],
    ['daywatch.setToken', 'daywatch.showLog'],
  ],
  [
    'for an environment that the daemon does not know',
    [known, { type: 'chosen', environment: 'prod' }],
    ['workbench.action.openSettings'],
  ],
  ['where all is known', [known], []],
])('offers %s what helps', (_, happened, offered) => expect(commands(...happened)).toEqual(offered));

it('links to the setting itself', () =>
  expect(remediesOf(model(known, { type: 'chosen', environment: 'prod' })).map(remedyLink)).toEqual([
    '[Choose Another Environment](command:workbench.action.openSettings?%22daywatch.environment%22)',
  ]));
