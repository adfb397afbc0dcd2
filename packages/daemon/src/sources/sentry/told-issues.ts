import * as z from 'zod';
import type { Memory } from '../../ports/memory.ts';
import type { Occasion } from '../../ports/source.ts';
import type { SentryIssue } from './sentry-issues.ts';

const saved = z.strictObject({
  deployment: z.string(),
  told: z.array(z.string()),
  /** When they were last seen, of those that are still to be told. */
  shown: z.record(z.string(), z.number()),
});

/** Which issues of a deployment were told in a reading already: each counts once. */
export class ToldIssues {
  private readonly memory: Memory;
  private readonly name: string;
  private state: z.infer<typeof saved> = { deployment: '', told: [], shown: {} };
  private isRead = false;

  constructor(memory: Memory, name: string) {
    this.memory = memory;
    this.name = name;
  }

  /**
   * Of some faults those to tell now. What is not judged is told in vain: it is told again when it comes again. Those
   * that `stand` are told again as soon as it is judged: SDKs do not send the same error twice in a row.
   */
  async toTell(
    faults: readonly (readonly SentryIssue[])[],
    { deployed, judged }: Occasion,
    { stand }: { readonly stand: boolean },
  ): Promise<readonly (readonly SentryIssue[])[]> {
    if (!this.isRead) {
      this.state = saved.safeParse(await this.memory.read(this.name)).data ?? this.state;
      this.isRead = true;
    }
    // A rollback is another beginning of the same deployment.
    const deployment = deployed === undefined ? '' : `${deployed.deployment} ${deployed.since}`;
    if (this.state.deployment !== deployment) this.state = { deployment, told: [], shown: {} };
    const { told, shown } = this.state;
    const comes = ({ id, lastSeen }: SentryIssue): boolean =>
      (stand && judged !== false) || lastSeen > (shown[id] ?? Number.NEGATIVE_INFINITY);
    const now = faults.filter((fault) => fault.some(comes) && !fault.some(({ id }) => told.includes(id)));
    const ids = now.flat().map((issue) => issue.id);
    const next =
      judged === false
        ? { ...this.state, shown: Object.fromEntries(faults.flat().map(({ id, lastSeen }) => [id, lastSeen])) }
        : { ...this.state, told: [...told, ...ids] };
    if (ids.length > 0) {
      this.state = next;
      await this.memory.write(this.name, next);
    }
    return now;
  }
}
