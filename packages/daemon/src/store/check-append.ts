import type { Store } from '../ports/store.ts';

/** Throws where a caller's events and state do not fit each other: what is written once stays in the record. */
export function checkAppend({ expected, events, deployment }: Parameters<Store['append']>[0]): void {
  if (events.length === 0) throw new TypeError(`An append to ${deployment.id} brings no events.`);
  events.forEach((event, index) => {
    if (event.deployment === deployment.id && event.sequence === expected + index + 1) return;
    throw new TypeError(
      `Event ${event.sequence} of ${event.deployment} cannot be appended to ${deployment.id} as event ${expected + index + 1}.`,
    );
  });
  if (deployment.sequence === expected + events.length) return;
  throw new TypeError(
    `${deployment.id} stands at sequence ${deployment.sequence}; after these events it must be ${expected + events.length}.`,
  );
}
