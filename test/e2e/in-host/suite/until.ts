import { setTimeout as wait } from 'node:timers/promises';

/** Waits for what the editor will know in a moment; after twenty seconds it throws what `check` threw last. */
export async function until<T>(check: () => T | Promise<T>): Promise<T> {
  for (const deadline = Date.now() + 20_000; ; await wait(50)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
