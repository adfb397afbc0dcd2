import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Claim, Outbox, OutboxEntry, Settlement } from '../ports/outbox.ts';

/** An outbox for tests, which is gone with its process. */
export class MemoryOutbox implements Outbox {
  readonly #entries = new Map<string, OutboxEntry>();
  readonly #announced = new Map<string, number>();
  readonly #check: () => Promise<void>;

  constructor(check: () => Promise<void>) {
    this.#check = check;
  }

  async announcedThrough(deployment: string): Promise<number> {
    await this.#check();
    return this.#announced.get(deployment) ?? 0;
  }

  async announce({ deployment, expected, through, entries }: Parameters<Outbox['announce']>[0]): Promise<boolean> {
    await this.#check();
    if ((this.#announced.get(deployment) ?? 0) !== expected) return false;
    this.#announced.set(deployment, through);
    this.#insert(entries);
    return true;
  }

  async put(entries: Parameters<Outbox['put']>[0]): Promise<number> {
    await this.#check();
    return this.#insert(entries);
  }

  #insert(entries: Parameters<Outbox['put']>[0]): number {
    const fresh = entries.filter(({ key }) => !this.#entries.has(key));
    for (const entry of fresh) {
      this.#entries.set(entry.key, structuredClone({ ...entry, state: 'due', attempts: 0, recorded: false }));
    }
    return fresh.length;
  }

  async open(): Promise<readonly OutboxEntry[]> {
    await this.#check();
    return this.#inOrder().filter(({ recorded }) => !recorded);
  }

  async entry(key: string): Promise<OutboxEntry | undefined> {
    await this.#check();
    return this.#entries.get(key);
  }

  async entries({ environment, deployment, limit }: Parameters<Outbox['entries']>[0]): Promise<readonly OutboxEntry[]> {
    await this.#check();
    return this.#inOrder()
      .reverse()
      .filter((entry) => entry.environment === environment && (deployment ?? entry.deployment) === entry.deployment)
      .slice(0, limit);
  }

  async claim(key: string, { by, until }: Claim): Promise<boolean> {
    await this.#check();
    return this.#change(key, (entry) =>
      entry.state === 'due'
        ? { ...entry, state: 'claimed', claimedBy: by, claimedUntil: until, attempts: entry.attempts + 1 }
        : undefined,
    );
  }

  async handOver(key: string, { by, until }: Claim): Promise<boolean> {
    await this.#check();
    return this.#change(key, (entry) =>
      entry.state === 'claimed' && entry.claimedBy === by
        ? { ...entry, state: 'handed-over', claimedUntil: until }
        : undefined,
    );
  }

  async settle(key: string, by: string, settlement: Settlement): Promise<boolean> {
    await this.#check();
    return this.#change(key, ({ claimedBy, claimedUntil: _, ...entry }) => {
      if (claimedBy !== by || (entry.state !== 'claimed' && entry.state !== 'handed-over')) return undefined;
      const { because: __, subject: ___, ...rest } = entry;
      if (settlement.state === 'due') return { ...rest, ...settlement };
      const { at, ...ended } = settlement;
      return { ...rest, ...ended, settledAt: at };
    });
  }

  async markRecorded(key: string): Promise<void> {
    await this.#check();
    this.#change(key, (entry) => ({ ...entry, recorded: true }));
  }

  forget(before: Instant): void {
    for (const { key, recorded, settledAt } of this.#entries.values())
      if (recorded && settledAt !== undefined && settledAt < before) this.#entries.delete(key);
  }

  #inOrder(): OutboxEntry[] {
    return [...this.#entries.values()].sort((a, b) => a.dueAt - b.dueAt || (a.key < b.key ? -1 : 1));
  }

  #change(key: string, next: (entry: OutboxEntry) => OutboxEntry | undefined): boolean {
    const entry = this.#entries.get(key);
    const changed = entry && next(entry);
    if (changed === undefined) return false;
    this.#entries.set(key, changed);
    return true;
  }
}
