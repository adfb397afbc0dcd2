/** How much of two texts is the same in the same order: their longest common subsequence out of the longer one. */
export function commonShare(one: readonly string[], other: readonly string[]): number {
  const longer = Math.max(one.length, other.length);
  if (longer === 0) return 1;
  let row = new Array<number>(other.length + 1).fill(0);
  for (const token of one) {
    const next = [0];
    for (let at = 1; at <= other.length; at += 1) {
      next.push(token === other[at - 1] ? (row[at - 1] ?? 0) + 1 : Math.max(row[at] ?? 0, next[at - 1] ?? 0));
    }
    row = next;
  }
  return (row[other.length] ?? 0) / longer;
}
