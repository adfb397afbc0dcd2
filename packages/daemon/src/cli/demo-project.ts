import { relative, resolve } from 'node:path';
import { cleanEnvironment } from '../demo/clean-environment.ts';
import { endSample } from '../demo/end-sample.ts';
import { openSample, type Sample } from '../demo/open-sample.ts';
import type { Context } from './context.ts';

export interface DemoProjectOrder {
  /** As it was given: relative to the current folder, or absolute. */
  readonly folder: string;
  readonly watch: string;
  readonly json: boolean;
  readonly signal: AbortSignal;
}

const placeOf = (
  { folder, signal }: Pick<DemoProjectOrder, 'folder' | 'signal'>,
  { surroundings, clock }: Context,
) => ({
  folder: resolve(surroundings.folder, folder),
  environment: cleanEnvironment(surroundings.environment),
  clock,
  signal,
});

/** A sample service in a folder of its own, to be deployed by the person. */
export async function beginDemoProject(order: DemoProjectOrder, context: Context): Promise<void> {
  const sample = await openSample(placeOf(order, context), order.watch);
  context.print(...(order.json ? [JSON.stringify(sample)] : openedLines(sample, context)));
}

export async function endDemoProject(order: DemoProjectOrder, context: Context): Promise<void> {
  const place = placeOf(order, context);
  await endSample(place);
  const { good } = context.paint;
  const words = [
    `${good('✓')} The service, its customers and the daemon have ended. The files stay in ${place.folder}`,
  ];
  context.print(...(order.json ? [JSON.stringify({ folder: place.folder, ended: true })] : words));
}

function openedLines({ folder, url, releases }: Sample, { surroundings, paint }: Context): readonly string[] {
  const [first, next, bad, fix] = releases;
  const shown = relative(surroundings.folder, folder) || '.';
  return [
    `${paint.good('✓')} ${folder}: a service with its git repository, deploy script and plan`,
    `${paint.good('✓')} ${first} of it is in production at ${url}, and customers come`,
    '',
    `Open the folder in VS Code with Daywatch and read its ${paint.strong('README.md')}. Or stay here:`,
    `  ${paint.busy(`cd ${shown}`)}`,
    `  ${paint.busy('daywatch serve &')}`,
    `  ${paint.busy('daywatch deploy production')}      ${next}, a good release`,
    `  ${paint.busy('daywatch wait production --for final')}`,
    `  ${paint.busy(`./put-on-staging.sh ${bad}`)}         a bad one; ${fix} is its fix`,
    '',
    `The end:  ${paint.busy(`daywatch demo --project ${shown} --end`)}`,
  ];
}
