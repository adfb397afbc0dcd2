import { between, type Instant, minutes } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Memory } from '../../../ports/memory.ts';
import type { Occasion } from '../../../ports/source.ts';
import type { Database } from '../database.ts';
import { type Era, eraOf } from '../era.ts';
import { explainPlan } from './explain-plan.ts';
import { firstLook, type History, keepHistory, nextLook, recallHistory } from './history.ts';
import { newBook, nextPages, type PlanBook, recallBook, tellPlan, turnPage, withPage } from './plan-book.ts';
import { statementsOf } from './read-statements.ts';

export type Sight =
  | {
      readonly type: 'seen';
      readonly history: History;
      readonly texts: ReadonlyMap<string, string>;
    }
  | { readonly type: 'failed'; readonly because: string };

interface WatchParts {
  readonly database: Database;
  readonly memory: Memory;
  readonly clock: Pick<Clock, 'now'>;
}

const keepEvery = minutes(5);
/** Plans looked up in passing at each look. */
const atOnce = 5;

/** What one source knows of its statements, for all criteria that ask of them. */
export class StatementWatch {
  private readonly read: ReturnType<typeof statementsOf>;
  private readonly parts: WatchParts;
  private history: History | undefined;
  private book: PlanBook | undefined;
  private keptAt: Instant | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(parts: WatchParts) {
    this.parts = parts;
    this.read = statementsOf(parts.database);
  }

  /** Looks once more, and remembers. Looks come one after the other. */
  look(signal: AbortSignal, occasion?: Occasion): Promise<Sight> {
    const sight = this.turn.then(() => this.lookNow(signal, eraOf(occasion)));
    this.turn = sight.catch(() => undefined);
    return sight;
  }

  /** What became of the plan of a statement since the deploy, in words. */
  async tellPlan(id: string, text: string, signal: AbortSignal): Promise<string> {
    const plan = await explainPlan(this.parts.database, text, signal);
    return this.book === undefined ? 'its plan before the deploy is not known' : tellPlan(this.book, id, plan);
  }

  /** Looks up some plans, so that they are known when a deploy changes them. */
  async learnPlans(texts: ReadonlyMap<string, string>, signal: AbortSignal): Promise<void> {
    const { database, clock } = this.parts;
    const byTime = [...(this.history?.last ?? [])].sort(([, one], [, other]) => other[1] - one[1]).map(([id]) => id);
    if (this.book === undefined) return;
    for (const id of nextPages(this.book, byTime, clock.now()).slice(0, atOnce)) {
      const text = texts.get(id);
      if (signal.aborted || text === undefined) continue;
      const plan = await explainPlan(database, text, signal);
      if (!signal.aborted) this.book = withPage(this.book, id, plan, clock.now());
    }
  }

  private async lookNow(signal: AbortSignal, era: Era): Promise<Sight> {
    const { memory, clock } = this.parts;
    const seen = await this.read(signal);
    if (seen.type === 'failed') return seen;
    this.history ??= recallHistory(await memory.read('statements'));
    this.book ??= recallBook(await memory.read('plans')) ?? newBook(era);
    const look = { at: clock.now(), counted: seen.counted, countsSince: seen.countsSince };
    const changes = this.history?.era.key !== era.key;
    this.history = this.history === undefined ? firstLook(look, era) : nextLook(this.history, look, era);
    this.book = turnPage(this.book, era);
    if (changes || this.keptAt === undefined || between(this.keptAt, look.at) >= keepEvery) {
      await memory.write('statements', keepHistory(this.history));
      await memory.write('plans', this.book);
      this.keptAt = look.at;
    }
    return { type: 'seen', history: this.history, texts: seen.texts };
  }
}
