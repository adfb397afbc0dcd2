import { between, type Instant, minutes } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Memory } from '../../../ports/memory.ts';
import type { Occasion } from '../../../ports/source.ts';
import type { Database } from '../database.ts';
import { type Era, eraOf } from '../era.ts';
import { firstLook, type History, keepHistory, nextLook, recallHistory } from './history.ts';
import { Plans } from './plans.ts';
import { statementsOf } from './read-statements.ts';

export type Sight =
  | { readonly type: 'seen'; readonly history: History; readonly texts: ReadonlyMap<string, string> }
  | { readonly type: 'failed'; readonly because: string };

interface WatchParts {
  readonly database: Database;
  readonly memory: Memory;
  readonly clock: Pick<Clock, 'now'>;
}

const keepEvery = minutes(5);

/** What one source knows of its statements, for all criteria that ask of them. */
export class StatementWatch {
  readonly plans: Plans;
  private readonly read: ReturnType<typeof statementsOf>;
  private readonly parts: WatchParts;
  private history: History | undefined;
  private keptAt: Instant | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(parts: WatchParts) {
    this.parts = parts;
    this.plans = new Plans(parts);
    this.read = statementsOf(parts.database);
  }

  /** Looks once more, and remembers. Looks come one after the other. */
  look(signal: AbortSignal, occasion?: Occasion): Promise<Sight> {
    const sight = this.turn.then(() => this.lookNow(signal, eraOf(occasion)));
    this.turn = sight.catch(() => undefined);
    return sight;
  }

  private async lookNow(signal: AbortSignal, era: Era): Promise<Sight> {
    const { memory, clock } = this.parts;
    const seen = await this.read(signal);
    if (seen.type === 'failed') return seen;
    this.history ??= recallHistory(await memory.read('statements'));
    const look = { at: clock.now(), counted: seen.counted, countsSince: seen.countsSince };
    const changes = this.history?.era.key !== era.key;
    this.history = this.history === undefined ? firstLook(look, era) : nextLook(this.history, look, era);
    await this.plans.turn(era);
    if (changes || this.keptAt === undefined || between(this.keptAt, look.at) >= keepEvery) {
      await memory.write('statements', keepHistory(this.history));
      await this.plans.keep();
      this.keptAt = look.at;
    }
    return { type: 'seen', history: this.history, texts: seen.texts };
  }
}
