import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const gap = 4_000; // ms
const wanted = [1, 2, 3];

/** Two customers who buy the same three products at the same moment, one from each end; again and again. */
export async function startRush({ url, signal }: { url: string; signal: AbortSignal }): Promise<void> {
  const post = async (path: string, json: unknown, token?: string): Promise<unknown> => {
    const headers = {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const body = JSON.stringify(json);
    return (await fetch(url + path, { method: 'POST', headers, body, signal })).json();
  };
  const basket = (ids: readonly number[]) => ({
    items: ids.map((productId) => ({ productId, quantity: 1 })),
    deliveryAddress: '1 Harbour Street, Bremen',
  });
  const credentials = { email: `${randomUUID()}@shop.example`, password: randomUUID() };
  const { token } = (await post('/register', credentials)) as { token: string };
  while (!signal.aborted) {
    // While the shop is being replaced nobody answers.
    await Promise.allSettled([wanted, wanted.toReversed()].map((ids) => post('/checkout', basket(ids), token)));
    await pause(gap, undefined, { signal }).catch(() => {});
  }
}
