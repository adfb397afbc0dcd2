/** Halves [below, above] until no double lies between: `isAbove` is false at its lower end and true at its upper. */
export function bisect(below: number, above: number, isAbove: (q: number) => boolean) {
  let [low, high] = [below, above];
  for (let middle = 0.5 * (low + high); low < middle && middle < high; middle = 0.5 * (low + high)) {
    if (isAbove(middle)) high = middle;
    else low = middle;
  }
  return { below: low, above: high };
}
