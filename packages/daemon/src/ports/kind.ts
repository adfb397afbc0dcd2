import type { Measure } from '@daywatch/shared/vocabulary/observation.ts';
import type { Unit } from '@daywatch/shared/vocabulary/units.ts';
import type * as z from 'zod';
import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';
import type { Memory } from './memory.ts';
import type { Outbound } from './outbound.ts';
import type { Reach } from './reach.ts';
import type { Shell } from './shell.ts';
import type { Source } from './source.ts';

/** What a source may use of the outside world. */
export interface SourceTools {
  readonly name: string;
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly log: Logger;
  /** This source's own. */
  readonly memory: Memory;
  readonly shell: Shell;
  readonly reach: Reach;
}

/** How one measure is asked for at a source. */
export interface MeasureKind {
  /** Shape of what stands under `rate:`, `latency:`, … in a criterion. */
  readonly query: z.ZodType;
  /** The unit of the value, when the kind knows it. */
  readonly unit?: Unit;
  readonly summary: string;
}

/**
 * A sort of source. Plan validation, completion in the editor, the documentation and `check --online` follow from it.
 * `options` sees `${NAME}` still unresolved; `open` gets the options with secrets resolved and checks them again.
 */
export interface SourceKind<Options extends z.ZodType = z.ZodType> {
  readonly type: string;
  readonly summary: string;
  /** Not written under `sources`, but made by the plan from what stands under this key. */
  readonly writtenUnder?: 'workflows';
  readonly options: Options;
  readonly measures: Readonly<Partial<Record<Measure, MeasureKind>>>;
  open(options: z.infer<Options>, tools: SourceTools): Source;
}

export const defineSourceKind = <Options extends z.ZodType>(kind: SourceKind<Options>): SourceKind<Options> => kind;
