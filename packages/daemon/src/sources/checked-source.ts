import type * as z from 'zod';
import type { Source } from '../ports/source.ts';
import { brokenProbe } from './checked-probe.ts';
import { faultsInWords } from './faults-in-words.ts';

/**
 * Opens a source with options whose secrets were put in, once they still have the right shape. Otherwise all its probes
 * say what is wrong; the values themselves may be secret and are not repeated.
 */
export function checkedSource<Options extends z.ZodType>(
  name: string,
  shape: Options,
  options: unknown,
  open: (options: z.infer<Options>) => Source,
): Source {
  const checked = shape.safeParse(options);
  if (checked.success) return open(checked.data);
  const because = `${name}: the source cannot be opened: ${faultsInWords(checked.error.issues)}`;
  return { probe: () => brokenProbe(because), close: async () => {} };
}
