/**
 * Prints `▸ NAME … 41 s` around the work. What the work prints itself comes in between.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const started = performance.now();
  process.stdout.write(`▸ ${name} … `);
  try {
    const result = await work();
    console.log(elapsed(started));
    return result;
  } catch (error) {
    console.log(`failed after ${elapsed(started)}`);
    throw error;
  }
}

/** @param {number} started */
function elapsed(started) {
  const seconds = (performance.now() - started) / 1000;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}
