/**
 * node:sqlite answers at once and on the event loop's own thread: between the parts of long work, probes, timers and
 * requests must have their turn.
 */
export const letOthersRun = (): Promise<void> => new Promise((done) => setImmediate(done));
