/**
 * The order in which things were shown stays, whatever they have become meanwhile: what is new comes after it, and what
 * is gone leaves. Nothing moves under the eyes of a reader.
 */
export function steadyOrder(shown: readonly string[], wanted: readonly string[]): readonly string[] {
  const there = new Set(wanted);
  const before = new Set(shown);
  return [...shown.filter((name) => there.has(name)), ...wanted.filter((name) => !before.has(name))];
}
