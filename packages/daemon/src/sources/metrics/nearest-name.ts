/** The name most like `wanted`, when one is like it at all: at most half of its letters differ, or one starts with the other. */
export function nearestName(wanted: string, names: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let least = Math.max(2, Math.floor(wanted.length / 2)) + 1;
  for (const name of names) {
    const away = name.startsWith(wanted) || wanted.startsWith(name) ? 2 : distance(wanted, name, least);
    if (away < least) {
      least = away;
      nearest = name;
    }
  }
  return nearest;
}

/** Levenshtein's distance; `atMost` when it is that or more. */
function distance(a: string, b: string, atMost: number): number {
  if (Math.abs(a.length - b.length) >= atMost) return atMost;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const kept = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(kept, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    if (Math.min(...next) >= atMost) return atMost;
    row = next;
  }
  return row[b.length] ?? atMost;
}
