import type { Clock } from '../../../ports/clock.ts';
import type { Memory } from '../../../ports/memory.ts';
import type { Database } from '../database.ts';
import type { Era } from '../era.ts';
import type { Counted } from './counters.ts';
import { explainPlan } from './explain-plan.ts';
import { newBook, nextPages, type PlanBook, recallBook, tellPlan, turnPage, withPage } from './plan-book.ts';
import { type LogLook, serverLog } from './server-log.ts';
import { fingerprint } from './statement-text.ts';

interface PlansParts {
  readonly database: Database;
  readonly memory: Memory;
  readonly clock: Pick<Clock, 'now'>;
}

/** Plans looked up in passing at each look. */
const atOnce = 5;

/** The plans of statements, before the deploy and now: as the server logged them, and generic ones from EXPLAIN. */
export class Plans {
  private readonly parts: PlansParts;
  private readonly readLog: ReturnType<typeof serverLog>;
  private generic: PlanBook | undefined;
  private logged: PlanBook | undefined;
  private log: LogLook = { type: 'silent' };

  constructor(parts: PlansParts) {
    this.parts = parts;
    this.readLog = serverLog(parts.database);
  }

  /** A new version turns what is into what was. */
  async turn(era: Era): Promise<void> {
    const { memory } = this.parts;
    this.generic ??= recallBook(await memory.read('plans')) ?? newBook(era);
    this.logged ??= recallBook(await memory.read('logged-plans')) ?? newBook(era);
    this.generic = turnPage(this.generic, era);
    this.logged = turnPage(this.logged, era);
  }

  async keep(): Promise<void> {
    const { memory } = this.parts;
    await memory.write('plans', this.generic);
    await memory.write('logged-plans', this.logged);
  }

  /** Looks up some of those that take most of the time, so that they are known when a deploy changes them. */
  async learn(counted: Counted, texts: ReadonlyMap<string, string>, signal: AbortSignal): Promise<void> {
    const { database, clock } = this.parts;
    await this.follow(texts, signal);
    const byTime = [...counted].sort(([, one], [, other]) => other[1] - one[1]).map(([id]) => id);
    if (this.generic === undefined) return;
    for (const id of nextPages(this.generic, byTime, clock.now()).slice(0, atOnce)) {
      const text = texts.get(id);
      if (signal.aborted || text === undefined) continue;
      const plan = await explainPlan(database, text, signal);
      if (!signal.aborted) this.generic = withPage(this.generic, id, plan, clock.now());
    }
  }

  /** What became of the plan of a statement since the deploy, in words. What was logged was really run, so it goes first. */
  async tell(id: string, texts: ReadonlyMap<string, string>, signal: AbortSignal): Promise<string> {
    await this.follow(texts, signal);
    const logged = this.logged?.now[id]?.plan;
    if (this.logged !== undefined && logged !== undefined && this.logged.before[id] !== undefined)
      return `${tellPlan(this.logged, id, logged)} (by auto_explain)`;
    const plan = await explainPlan(this.parts.database, texts.get(id) ?? '', signal);
    const told = this.generic === undefined ? 'its plan is not known' : tellPlan(this.generic, id, plan);
    return this.log.type === 'closed' ? `${told}; the plans of auto_explain cannot be read: ${this.log.because}` : told;
  }

  private async follow(texts: ReadonlyMap<string, string>, signal: AbortSignal): Promise<void> {
    this.log = await this.readLog(signal);
    if (this.log.type !== 'read' || this.logged === undefined || this.log.plans.length === 0) return;
    const at = this.parts.clock.now();
    const ids = idsByFingerprint(texts);
    for (const { text, shape, id = ids.get(fingerprint(text)) } of this.log.plans)
      if (id !== undefined) this.logged = withPage(this.logged, id, { type: 'explained', shape }, at);
  }
}

/** Two statements with one fingerprint cannot be told apart, so neither is there. */
function idsByFingerprint(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const twice = new Set<string>();
  for (const [id, text] of texts) {
    const print = fingerprint(text);
    if (ids.has(print)) twice.add(print);
    ids.set(print, id);
  }
  for (const print of twice) ids.delete(print);
  return ids;
}
