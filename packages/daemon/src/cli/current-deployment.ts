import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import type { Client } from '@daywatch/shared/client/client.ts';
import { Complaint } from './complaint.ts';
import { answerOf } from './context.ts';
import { exitCode } from './exit-code.ts';

export type CurrentDeployment = NonNullable<EnvironmentView['deployment']>;

/** The deployment that is meant: the one of the named environment, or the only one that fits. */
export async function currentDeployment(
  client: Client,
  environment: string | undefined,
  {
    fits,
    nothing,
    hint,
  }: {
    readonly fits: (deployment: CurrentDeployment) => boolean;
    readonly nothing: string;
    /** What there is instead. */
    readonly hint?: (deployments: readonly CurrentDeployment[]) => string | undefined;
  },
): Promise<CurrentDeployment> {
  if (environment !== undefined) {
    const { deployment } = answerOf(await client.environment({ environment }));
    if (deployment !== undefined) return deployment;
    throw new Complaint(`Nothing has been deployed to ${environment} yet.`);
  }
  const { environments } = answerOf(await client.environments());
  const current = environments.flatMap(({ deployment }) => (deployment === undefined ? [] : [deployment]));
  const found = current.filter(fits);
  const [only, second] = found;
  if (only === undefined) {
    const instead = hint?.(current);
    throw new Complaint(nothing, { ...(instead !== undefined && { hint: instead }) });
  }
  if (second === undefined) return only;
  const names = found.map((one) => one.environment).join(', ');
  throw new Complaint('More than one environment fits.', {
    hint: `Say which with --environment: ${names}`,
    code: exitCode.wrongUse,
  });
}

/** An id as it is; the name of an environment is its newest deployment. */
export async function deploymentNamed(client: Client, name: string): Promise<string> {
  const asked = await client.environment({ environment: name });
  return (asked.ok ? asked.value.deployment?.id : undefined) ?? name;
}
