import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import type { Client } from '@daywatch/shared/client/client.ts';
import { Complaint } from './complaint.ts';
import { answerOf } from './context.ts';
import { exitCode } from './exit-code.ts';

type Current = NonNullable<EnvironmentView['deployment']>;

/** The deployment that is meant: the one of the named environment, or the only one that fits. */
export async function currentDeployment(
  client: Client,
  environment: string | undefined,
  { fits, nothing }: { readonly fits: (deployment: Current) => boolean; readonly nothing: string },
): Promise<Current> {
  if (environment !== undefined) {
    const { deployment } = answerOf(await client.environment({ environment }));
    if (deployment !== undefined) return deployment;
    throw new Complaint(`Nothing has been deployed to ${environment} yet.`);
  }
  const { environments } = answerOf(await client.environments());
  const found = environments.flatMap(({ deployment }) =>
    deployment !== undefined && fits(deployment) ? [deployment] : [],
  );
  const [only, second] = found;
  if (only === undefined) throw new Complaint(nothing);
  if (second === undefined) return only;
  const names = found.map((one) => one.environment).join(', ');
  throw new Complaint('More than one environment fits.', {
    hint: `Say which with --environment: ${names}`,
    code: exitCode.wrongUse,
  });
}
