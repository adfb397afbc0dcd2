import type { Check } from '@daywatch/shared/vocabulary/checked.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { describe, expect, it } from 'vitest';
import { plan, watched } from '../http/app.fixture.ts';
import type { Signer } from '../ports/commands.ts';
import type { Preparation } from './decide-preparation.ts';
import { createPreparation } from './preparation-commands.ts';

const at = '2026-12-01T22:00:00.000Z';
const asks: Check = { state: 'asks', because: 'two statements are not understood', role: 'devops-lead', at };
const dana: Signer = { name: 'Dana', email: 'dana@example.com', role: 'developer', owner: false };
const ada: Signer = { name: 'ada', role: 'developer', owner: false };
const lead: Signer = { name: 'lea', role: 'lead', owner: false };

/** The plan's items: `tests`, a command, and `reviewed`, a sign-off of devops-lead. */
function preparation(more: Partial<Deployment> = {}) {
  const deployment: Deployment = { ...watched, phase: 'planned', ...more };
  const asked: string[] = [];
  const commands = createPreparation({
    store: {
      deployment: async (id) => (id === deployment.id ? deployment : undefined),
      deployments: async () => [deployment],
    },
    planOf: () => ({ plan, whole: { roles: { 'devops-lead': ['dana@example.com'] } } }),
    async onDeployment(_id, by, command: Preparation) {
      asked.push(`${by}: ${command.type} ${'item' in command ? command.item : ''}`.trim());
      return deployment;
    },
  });
  return { commands, asked, id: deployment.id };
}

describe('signing', () => {
  it('takes one of the role', async () => {
    const { commands, asked, id } = preparation();
    await commands.signOff(id, { item: 'reviewed' }, dana);
    expect(asked).toEqual(['Dana: sign-off reviewed']);
    expect(await commands.signOff(id, { item: 'reviewed' }, lead)).toMatchObject({ refused: { code: 'wrong-person' } });
  });

  it('is not for what is checked by itself, unless that asks', async () => {
    expect(await preparation().commands.signOff(watched.id, { item: 'tests' }, dana)).toMatchObject({
      refused: { code: 'unknown-item', detail: 'tests is checked by itself; nobody signs it.' },
    });
    const { commands, asked, id } = preparation({ checks: { tests: asks } });
    expect(await commands.signOff(id, { item: 'tests' }, ada)).toMatchObject({ refused: { code: 'wrong-person' } });
    await commands.signOff(id, { item: 'tests' }, dana);
    expect(asked).toEqual(['Dana: sign-off tests']);
  });

  it('takes a lead where the plan names no such role', async () => {
    const { commands, asked, id } = preparation({ checks: { tests: { ...asks, role: 'lead' } } });
    expect(await commands.signOff(id, { item: 'tests' }, dana)).toMatchObject({
      refused: { hint: 'It takes a lead.' },
    });
    await commands.signOff(id, { item: 'tests' }, lead);
    expect(asked).toEqual(['lea: sign-off tests']);
  });

  it('names the items when there is no such one', async () => {
    expect(await preparation().commands.signOff(watched.id, { item: 'review' }, dana)).toMatchObject({
      refused: { code: 'unknown-item', hint: 'It has tests, reviewed.' },
    });
    expect(await preparation().commands.signOff('another', { item: 'reviewed' }, dana)).toMatchObject({
      refused: { code: 'unknown-deployment' },
    });
  });
});

describe('withdrawing', () => {
  const signOffs = { reviewed: { by: 'Dana', role: 'devops-lead', at } };

  it.each<[string, Signer, boolean]>([
    ['the signer', { ...dana, email: 'other@example.com' }, true],
    ['one of the role', { ...ada, email: 'dana@example.com' }, true],
    ['a lead', lead, true],
    ['anybody else', ada, false],
  ])('%s', async (_who, signer, allowed) => {
    const { commands, asked, id } = preparation({ signOffs });
    const answer = await commands.withdrawSignOff(id, 'reviewed', signer);
    expect(asked).toEqual(allowed ? [`${signer.name}: withdraw-sign-off reviewed`] : []);
    expect('refused' in answer).toBe(!allowed);
  });
});

describe('overriding', () => {
  it.each(['tests', 'reviewed', 'window', 'everything'])('can mean %s', async (what) => {
    const { commands, asked, id } = preparation();
    await commands.override(id, what, 'the site is down', 'lea');
    expect(asked).toEqual(['lea: override']);
  });

  it('cannot mean what is not there', async () => {
    expect(await preparation().commands.override(watched.id, 'test', 'why', 'lea')).toMatchObject({
      refused: { code: 'unknown-item', hint: 'It has tests, reviewed.' },
    });
  });
});
