import * as z from 'zod';
import { DemoFailure } from './demo-failure.ts';
import type { RunsAt } from './shop.ts';
import { run, type Workshop } from './workshop.ts';

/** What `daywatch deploy --json` and `daywatch rollback --json` print, as far as the story tells it. */
const runnerLine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('begun'), deployment: z.string(), version: z.object({ version: z.string() }) }),
  z.object({ type: z.literal('step-started'), step: z.string(), title: z.string() }),
  z.object({
    type: z.literal('step-finished'),
    step: z.string(),
    outcome: z.string(),
    because: z.string(),
    seconds: z.number(),
  }),
  z.object({ type: z.literal('ended'), ending: z.string(), because: z.string().optional() }),
]);
export type RunnerLine = z.infer<typeof runnerLine>;

export interface Delivered {
  /** The deployment's id. */
  readonly deployment: string;
  readonly version: string;
}

/** The runner as a person starts it, in the shop's checkout; it must succeed. */
export async function runRunner(
  args: readonly string[],
  onLine: (line: RunnerLine) => void,
  { shop, workshop }: { readonly shop: RunsAt; readonly workshop: Workshop },
): Promise<Delivered> {
  let delivered: Delivered | undefined;
  let because: string | undefined;
  const command = [...workshop.daywatch, ...args, '--yes', '--json'];
  const { code, output } = await run(
    {
      command,
      folder: shop.folder,
      environment: shop.environment,
      onLine(text) {
        const line = readLine(text);
        if (line === undefined) return;
        if (line.type === 'begun') delivered = { deployment: line.deployment, version: line.version.version };
        if (line.type === 'ended') because = line.because;
        onLine(line);
      },
    },
    workshop,
  );
  if (code === 0 && delivered !== undefined) return delivered;
  throw new DemoFailure(`daywatch ${args.join(' ')} did not succeed: ${because ?? `exit code ${code}`}`, {
    hint: because === undefined ? output : '',
  });
}

function readLine(text: string): RunnerLine | undefined {
  try {
    return runnerLine.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
