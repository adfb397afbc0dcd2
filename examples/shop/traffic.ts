import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { sampleCustomers } from './src/sample-customers.ts';

export type Answer = { method: string; path: string; status: number | 'no answer'; millis: number };

export type Traffic = {
  url: string;
  /** Requests a second, sent at that rate however slowly they are answered. */
  rate: number;
  /** Ends it; requests under way are given up. */
  signal: AbortSignal;
  onAnswer?: (answer: Answer) => void;
};

type Session = { token: string; orders: number[] };

const mostUnderWay = 200; // beyond it arrivals are dropped: a stuck shop must not fill the memory here
const mostSessions = 40;
const patience = 10_000; // ms
const tick = 10; // ms

const signedIn = z.object({ token: z.string() });
const someProducts = z.object({ products: z.array(z.object({ id: z.number() })) });
const oneOrder = z.object({ id: z.number() });
const someOrders = z.object({ orders: z.array(oneOrder) });

/** Sends the requests of all kinds of customers until the signal. Never rejects: what goes wrong is an answer. */
export async function startTraffic({ url, rate, signal, onAnswer }: Traffic): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const send = createSender({ url, signal, onAnswer });
  const arrive = createCustomers(send);
  const started = performance.now();
  for (let arrived = 0; !signal.aborted; ) {
    const due = Math.floor(((performance.now() - started) / 1000) * rate);
    for (; arrived < due; arrived++) {
      if (underWay.size >= mostUnderWay) continue;
      const request = arrive().finally(() => underWay.delete(request));
      underWay.add(request);
    }
    await pause(tick, undefined, { signal }).catch(() => {});
  }
  await Promise.all(underWay);
}

type Send = <T>(request: {
  method?: 'GET' | 'POST';
  path: string;
  session?: Session;
  json?: unknown;
  body: z.ZodType<T>;
}) => Promise<T | undefined>;

/** Sends one request; resolves to its body, or to nothing where the answer was another than success. */
function createSender({
  url,
  signal,
  onAnswer,
}: {
  url: string;
  signal: AbortSignal;
  onAnswer: Traffic['onAnswer'] | undefined;
}): Send {
  return async ({ method = 'GET', path, session, json, body }) => {
    const started = performance.now();
    const answered = (status: Answer['status']) =>
      onAnswer?.({ method, path, status, millis: performance.now() - started });
    try {
      const response = await fetch(new URL(path, url), {
        method,
        headers: {
          'content-type': 'application/json',
          ...(session === undefined ? {} : { authorization: `Bearer ${session.token}` }),
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
      });
      const text = await response.text();
      answered(response.status);
      return response.ok ? body.parse(JSON.parse(text)) : undefined;
    } catch {
      if (!signal.aborted) answered('no answer');
      return undefined;
    }
  };
}

/** Each call is one arrival: it sends one request of the mix. */
function createCustomers(send: Send): () => Promise<void> {
  const sessions: Session[] = [];
  let products = [1];

  function keep(session: { token: string } | undefined): void {
    if (session === undefined) return;
    if (sessions.length === mostSessions) sessions.splice(randomInt(mostSessions), 1);
    sessions.push({ ...session, orders: [] });
  }

  function basket(): unknown {
    const wanted = new Set(Array.from({ length: 1 + randomInt(3) }, () => pick(products)));
    return {
      items: [...wanted].map((productId) => ({ productId, quantity: 1 + randomInt(3) })),
      ...(randomInt(3) === 0 ? {} : { deliveryAddress: `${1 + randomInt(99)} Harbour Street, Bremen` }),
    };
  }

  const withSession = (act: (session: Session) => Promise<void>) => async () => {
    const session = sessions.length === 0 ? undefined : pick(sessions);
    await (session === undefined ? signIn() : act(session));
  };

  async function register(): Promise<void> {
    const json = { email: `${randomUUID()}@shop.example`, password: randomUUID() };
    keep(await send({ method: 'POST', path: '/register', json, body: signedIn }));
  }

  async function signIn(): Promise<void> {
    const email = sampleCustomers.email(1 + randomInt(sampleCustomers.count));
    const json = { email, password: sampleCustomers.password };
    keep(await send({ method: 'POST', path: '/sign-in', json, body: signedIn }));
  }

  async function browse(): Promise<void> {
    const page = await send({ path: `/products?page=${1 + randomInt(100)}`, body: someProducts });
    if (page !== undefined && page.products.length > 0) products = page.products.map(({ id }) => id);
  }

  async function search(): Promise<void> {
    const word = pick(['oak', 'walnut', 'linen', 'lamp', 'chair', 'mirror', 'outdoor']);
    await send({ path: `/products?search=${word}`, body: someProducts });
  }

  const lookAtAccount = withSession(async (session) => {
    await send({ path: '/me', session, body: z.unknown() });
  });

  async function list(session: Session): Promise<void> {
    const found = await send({ path: '/orders', session, body: someOrders });
    if (found !== undefined) session.orders = found.orders.map(({ id }) => id);
  }

  const openOrder = withSession(async (session) => {
    if (session.orders.length === 0) return list(session);
    await send({ path: `/orders/${pick(session.orders)}`, session, body: z.unknown() });
  });

  const order = (path: '/orders' | '/checkout') =>
    withSession(async (session) => {
      const placed = await send({ method: 'POST', path, session, json: basket(), body: oneOrder });
      if (placed !== undefined) session.orders.push(placed.id);
    });

  const mix: { share: number; act: () => Promise<void> }[] = [
    { share: 25, act: browse },
    { share: 14, act: search },
    { share: 6, act: lookAtAccount },
    { share: 10, act: withSession(list) },
    { share: 16, act: openOrder },
    { share: 7, act: order('/orders') },
    { share: 12, act: order('/checkout') },
    { share: 2, act: register },
    { share: 5, act: signIn },
    { share: 3, act: () => send({ path: '/reports/top-products', body: z.unknown() }).then(() => {}) },
  ];
  const arrivals = mix.flatMap(({ share, act }) => Array.from({ length: share }, () => act));
  return () => pick(arrivals)();
}

function pick<T>(from: readonly T[]): T {
  const picked = from[randomInt(from.length)];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
}

const seconds = { s: 1, m: 60, h: 3600 };

/** `60s`, `5m` or `1h`, in ms. */
function parseDuration(text: string): number {
  const [, amount, unit] = /^(\d+)([smh])$/.exec(text) ?? [];
  if (amount === undefined || (unit !== 's' && unit !== 'm' && unit !== 'h')) {
    throw new Error(`"${text}" is no duration such as 60s, 5m or 1h`);
  }
  return Number(amount) * seconds[unit] * 1000;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:8080' },
      rate: { type: 'string', default: '40' },
      for: { type: 'string' },
      verbose: { type: 'boolean', default: false },
    },
  });
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  if (values.for !== undefined) setTimeout(() => stop.abort(), parseDuration(values.for)).unref();
  await startTraffic({
    url: values.url,
    rate: Number(values.rate),
    signal: stop.signal,
    ...(values.verbose
      ? { onAnswer: (a: Answer) => console.log(`${a.status} ${a.method} ${a.path} ${a.millis.toFixed(0)} ms`) }
      : {}),
  });
}
