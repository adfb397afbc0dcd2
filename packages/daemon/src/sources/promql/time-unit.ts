export const perSecond = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 } as const;
export type TimeUnit = keyof typeof perSecond;

const unitByName: readonly (readonly [RegExp, TimeUnit])[] = [
  [/_(?:milliseconds|millis|ms)$/, 'ms'],
  [/_(?:microseconds|micros|us)$/, 'us'],
  [/_(?:nanoseconds|nanos|ns)$/, 'ns'],
];

/** Seconds when the name does not say, as Prometheus' naming rules have it. */
export const unitOf = (family: string): TimeUnit => unitByName.find(([ending]) => ending.test(family))?.[1] ?? 's';
