/** Names and values in turn: `['route', '/checkout', 'status', '200']`. One flat list is half the garbage of pairs. */
export type Labels = readonly string[];

export function labelValue(labels: Labels, name: string): string | undefined {
  for (let i = 0; i < labels.length; i += 2) if (labels[i] === name) return labels[i + 1];
  return undefined;
}
