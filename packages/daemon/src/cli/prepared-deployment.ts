import type { Client } from '@daywatch/shared/client/client.ts';
import type { ListedDeployment } from './checklist-lines.ts';
import { Complaint } from './complaint.ts';
import { answerOf } from './context.ts';
import { exitCode } from './exit-code.ts';

/** The deployment that people can still do something about before it begins: the one that is planned, or in its preflight. */
export async function preparedDeployment(
  client: Client,
  environment: string | undefined,
  fits: (deployment: ListedDeployment) => boolean = () => true,
  nothing = 'No deployment is being prepared.',
): Promise<ListedDeployment> {
  const views =
    environment === undefined
      ? answerOf(await client.environments()).environments
      : [answerOf(await client.environment({ environment }))];
  const prepared = views.flatMap(({ planned, deployment }) => [planned, deployment].filter(isBeingPrepared));
  const found = prepared.filter(fits);
  const [only, second] = found;
  if (only !== undefined && second === undefined) return only;
  if (only === undefined) {
    const hint = prepared.length === 0 ? prepareHint(environment) : openItems(prepared);
    throw new Complaint(nothing, { ...(hint !== undefined && { hint }) });
  }
  const names = found.map((one) => one.environment).join(', ');
  throw new Complaint('More than one environment fits.', {
    hint: `Say which with its name: ${names}`,
    code: exitCode.wrongUse,
  });
}

const isBeingPrepared = (deployment: ListedDeployment | undefined): deployment is ListedDeployment =>
  deployment !== undefined && (deployment.phase === 'planned' || deployment.phase === 'preflight');

const prepareHint = (environment = 'ENVIRONMENT'): string => `Prepare one: daywatch prepare ${environment}`;

/** What could be signed at the moment. */
function openItems(deployments: readonly ListedDeployment[]): string | undefined {
  const open = deployments.flatMap(({ environment, checklist }) =>
    checklist
      .filter(({ role, state }) => role !== undefined && state !== 'passed')
      .map(({ id, title }) => `${environment} waits for ${id}: ${title}`),
  );
  return open.length === 0 ? undefined : open.join('\n');
}
