import type { Deployment, SignOff } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';

type Event<Type extends DeploymentEvent['type']> = Extract<DeploymentEvent, { type: Type }>;

export function signedOff(
  { signOffs, voidedSignOffs }: Deployment,
  { type: _, item, ...facts }: Event<'signed-off'>,
  signed: Pick<SignOff, 'by' | 'at'>,
): Partial<Deployment> {
  return {
    signOffs: { ...signOffs, [item]: { ...signed, ...facts } },
    ...(voidedSignOffs && { voidedSignOffs: without(voidedSignOffs, item) }),
  };
}

/** What is voided stays visible until it is signed again. */
export function signOffsVoided(
  { signOffs, voidedSignOffs, overrides }: Deployment,
  { items, overrides: voided, because }: Event<'sign-offs-voided'>,
): Partial<Deployment> {
  const isVoid = (item: string): boolean => items.includes(item);
  const all = Object.entries(signOffs);
  return {
    signOffs: Object.fromEntries(all.filter(([item]) => !isVoid(item))),
    voidedSignOffs: {
      ...voidedSignOffs,
      ...Object.fromEntries(all.filter(([item]) => isVoid(item)).map(([item, one]) => [item, { ...one, because }])),
    },
    ...(overrides && { overrides: overrides.filter(({ what }) => !voided.includes(what)) }),
  };
}

export function without<Value>(record: Readonly<Record<string, Value>>, name: string): Readonly<Record<string, Value>> {
  const { [name]: _, ...others } = record;
  return others;
}
