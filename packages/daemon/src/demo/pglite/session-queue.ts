/** Runs protocol messages on the one session of PGlite; what it answers ends with its state when the batch asked for that. */
export type RunBatch = (batch: Uint8Array) => Promise<Uint8Array>;

interface Waiting {
  readonly connection: object;
  readonly batch: Uint8Array;
  readonly resolve: (answer: Uint8Array) => void;
  readonly reject: (cause: unknown) => void;
}

export interface SessionQueue {
  /** A batch ends with Sync or a simple query, so that nobody else's messages come in between. */
  run(connection: object, batch: Uint8Array): Promise<Uint8Array>;
  /** The connection is gone: what it left open is rolled back. */
  leave(connection: object): void;
}

/**
 * Lets many connections share PGlite's one session: a batch at a time, and while a transaction is open only the batches
 * of the connection that began it.
 */
export function createSessionQueue(runBatch: RunBatch, rollback: () => Promise<unknown>): SessionQueue {
  const waiting: Waiting[] = [];
  let inTransaction: object | undefined;
  let gone: object | undefined;
  let busy = false;

  function next(): Waiting | undefined {
    const at = inTransaction === undefined ? 0 : waiting.findIndex(({ connection }) => connection === inTransaction);
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  }

  async function work(): Promise<void> {
    if (busy) return;
    busy = true;
    for (;;) {
      if (gone !== undefined && gone === inTransaction) {
        await rollback();
        inTransaction = undefined;
      }
      gone = undefined;
      const turn = next();
      if (turn === undefined) break;
      try {
        const answer = await runBatch(turn.batch);
        inTransaction = leavesTransactionOpen(answer) ? turn.connection : undefined;
        turn.resolve(answer);
      } catch (cause) {
        turn.reject(cause);
      }
    }
    busy = false;
  }

  return {
    run: (connection, batch) =>
      new Promise((resolve, reject) => {
        waiting.push({ connection, batch, resolve, reject });
        void work();
      }),
    leave(connection) {
      for (let at = waiting.length - 1; at >= 0; at--)
        if (waiting[at]?.connection === connection) waiting.splice(at, 1);
      if (connection !== inTransaction) return;
      gone = connection;
      void work();
    },
  };
}

/** An answer ends with ReadyForQuery: `Z`, the length 5, and `I` for idle, `T` for a transaction, `E` for a failed one. */
function leavesTransactionOpen(answer: Uint8Array): boolean {
  const [letter, , , , length, state] = answer.subarray(-6);
  return letter === 0x5a && length === 5 && state !== 0x49;
}
