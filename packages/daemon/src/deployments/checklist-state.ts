import type { Deployment, Override, SignOff } from '@daywatch/shared/vocabulary/deployment.ts';
import type { ChecklistItem } from '@daywatch/shared/vocabulary/plan.ts';

/** An item of the checklist as a deployment has it. */
export interface ItemState {
  readonly item: ChecklistItem;
  readonly state: 'waiting' | 'passed' | 'failed';
  readonly because: string;
  /** When it was looked at, or signed. */
  readonly lookedAt?: string;
  /** Whose signature it takes. */
  readonly role?: string;
  readonly signed?: SignOff;
  readonly override?: Override;
}

export const checklistState = (items: readonly ChecklistItem[], deployment: Deployment): readonly ItemState[] =>
  items.map((item) => {
    const override = deployment.overrides?.findLast(({ what }) => what === item.id || what === 'everything');
    const found = item.by === 'people' ? signature(item, item.role, deployment) : finding(item, deployment);
    return { item, ...found, ...(override && found.state !== 'passed' && { override }) };
  });

/** It stands in the way of the deploy. */
export const isOpen = ({ state, override }: Pick<ItemState, 'state'> & { readonly override?: object }): boolean =>
  state !== 'passed' && override === undefined;

type Found = Omit<ItemState, 'item' | 'override'>;

function signature({ id }: ChecklistItem, role: string, { signOffs, voidedSignOffs, version }: Deployment): Found {
  const signed = own(signOffs, id);
  if (signed !== undefined) return { state: 'passed', because: signedBy(signed), lookedAt: signed.at, role, signed };
  const voided = own(voidedSignOffs ?? {}, id);
  if (voided === undefined) return { state: 'waiting', because: `${role} has not signed`, role };
  const moved = voided.commit !== undefined && voided.commit !== version.commit;
  const now = moved ? `now ${short(version.commit)}` : voided.because;
  return {
    state: 'waiting',
    because: `${voided.by} signed for ${short(voided.commit ?? '?')}, ${now}: sign again`,
    role,
  };
}

function finding(item: ChecklistItem, deployment: Deployment): Found {
  const { id } = item;
  const check = own(deployment.checks ?? {}, id);
  if (check === undefined) return byStep(id, deployment);
  const { because, at: lookedAt } = check;
  if (check.state !== 'asks') return { state: check.state, because, lookedAt };
  const { signed, ...asked } = signature(item, check.role ?? 'lead', deployment);
  return { ...asked, because: `${asked.because} (${because})`, lookedAt, ...(signed && { signed }) };
}

/** Commands are steps of the preflight: before one has ended, and in records of earlier versions, its step tells. */
function byStep(id: string, { steps }: Deployment): Found {
  const step = steps.find((one) => one.phase === 'preflight' && one.id === id);
  switch (step?.state) {
    case 'passed':
      return { state: 'passed', because: 'it passed' };
    case 'failed':
    case 'timed-out':
    case 'interrupted':
      return { state: 'failed', because: `it ${step.state.replace('-', ' ')}` };
    case 'running':
      return { state: 'waiting', because: 'it is being looked at' };
    case 'waiting':
    case undefined:
      return { state: 'waiting', because: 'not looked at yet' };
  }
}

function signedBy({ by, role, note, standIn }: SignOff): string {
  const place = standIn ? ` in the place of ${role}` : '';
  return `signed by ${by}${place}${note === undefined ? '' : `: ${note}`}`;
}

/** An item may be called `constructor`, which every object has. */
const own = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

const short = (commit: string): string => commit.slice(0, 7);
