/** A failure whose message says all that the person at the terminal needs: what is wrong and, where known, what mends it. */
export class PlainFailure extends Error {}

/**
 * The failure of a command that fetches or writes, in one sentence where its output tells the reason.
 * @param {string} what
 * @param {string} output
 */
export function explain(what, output) {
  const reason = [
    { sign: /ENOSPC|No space left/i, means: 'The disk is full.' },
    {
      sign: /ENOTFOUND|EAI_AGAIN|Could not resolve|Temporary failure resolving/i,
      means: 'The host name cannot be resolved: is this machine online?',
    },
    {
      sign: /ECONNREFUSED|ECONNRESET|ETIMEDOUT|Could not connect|network/i,
      means: 'The server cannot be reached: is this machine online, or is a proxy needed?',
    },
    { sign: /EACCES|EPERM|Permission denied/i, means: 'Permission was denied.' },
    { sign: /Could not get lock/i, means: 'Another apt is running.' },
  ].find(({ sign }) => sign.test(output))?.means;
  const lines = output.trim().split('\n');
  const excerpt = lines.length > 30 ? [...lines.slice(0, 15), '…', ...lines.slice(-15)] : lines;
  return new PlainFailure([`${what} failed.`, reason ?? '', ...excerpt].filter(Boolean).join('\n'));
}
