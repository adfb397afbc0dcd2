import type { Context } from './context.ts';

/** A count on the terminal while it takes long; nothing in a log. */
export function showProgress({ surroundings, paint }: Context): (done: number, of: number) => void {
  return (done, of) => {
    if (!surroundings.live || !process.stderr.isTTY) return;
    const text = done < of ? paint.quiet(`${done} of ${of} pretended deploys`) : '';
    process.stderr.write(`\r\u001b[K${text}`);
  };
}
