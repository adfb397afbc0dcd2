import { describe, expect, it } from 'vitest';
import type { Signer } from '../ports/commands.ts';
import { maySign } from './who-may-sign.ts';

const dana: Signer = { name: 'Dana Miller', email: 'dana@example.com', role: 'developer', owner: false };
const ada: Signer = { name: 'ada', role: 'lead', owner: false };
const owner: Signer = { name: 'root', role: 'lead', owner: true };
const question = { item: 'Rollback reviewed', role: 'devops-lead' };

describe('who may sign', () => {
  it.each<[string, Signer, readonly string[] | undefined, string | undefined, unknown]>([
    ['one whose address has the role', dana, ['Dana@Example.com'], undefined, {}],
    ['one whose name has the role', dana, [' dana miller'], undefined, {}],
    ['a lead, where the plan names no such role', ada, undefined, undefined, {}],
    ['the owner who stands in', owner, ['dana@example.com'], 'devops-lead', { standIn: true }],
    ['the owner who has the role himself', owner, ['root'], 'devops-lead', {}],
  ])('%s', (_who, signer, people, as, answer) => {
    expect(maySign({ ...question, signer, people, ...(as !== undefined && { as }) })).toEqual(answer);
  });

  it.each<[string, Signer, readonly string[] | undefined, string | undefined, string]>([
    ['a lead without the role', ada, ['dana@example.com'], undefined, 'It takes devops-lead: dana@example.com.'],
    ['a developer, where it takes a lead', dana, undefined, undefined, 'It takes a lead.'],
    ['anybody, where nobody has the role', dana, [], undefined, 'It takes devops-lead: nobody has that role yet.'],
    ['who is not the owner and would stand in', ada, ['x@y.z'], 'devops-lead', 'It takes devops-lead: x@y.z.'],
    [
      'the owner who does not say so',
      owner,
      ['x@y.z'],
      undefined,
      "It takes devops-lead: x@y.z. With this daemon's own token you can stand in, which is recorded: --as devops-lead",
    ],
    [
      'the owner who names another role',
      owner,
      ['x@y.z'],
      'qa',
      "It takes devops-lead: x@y.z. With this daemon's own token you can stand in, which is recorded: --as devops-lead",
    ],
  ])('not %s', (_who, signer, people, as, hint) => {
    expect(maySign({ ...question, signer, people, ...(as !== undefined && { as }) })).toEqual({
      refused: {
        code: 'wrong-person',
        detail: `Rollback reviewed is for devops-lead to sign; ${signer.name} is not one of them.`,
        hint,
      },
    });
  });
});
