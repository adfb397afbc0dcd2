/** What V8 tells of one script: blocks with how often they ran, inner ones after those around them. Offsets, the end excluded. */
export type ScriptCoverage = {
  functions: readonly {
    ranges: readonly { startOffset: number; endOffset: number; count: number }[];
  }[];
};

/** Of each character of a script, whether it ran in at least one of the reports. Pure. */
export function charactersThatRan(reports: readonly ScriptCoverage[], length: number): readonly boolean[] {
  const ran = new Array<boolean>(length).fill(false);
  for (const { functions } of reports) {
    const counts = new Array<boolean>(length).fill(false);
    // The innermost block is the shortest one; it decides, so it comes last.
    const ranges = functions.flatMap((one) => one.ranges);
    ranges.sort((a, b) => b.endOffset - b.startOffset - (a.endOffset - a.startOffset));
    for (const { startOffset, endOffset, count } of ranges) counts.fill(count > 0, startOffset, endOffset);
    for (const [index, one] of counts.entries()) if (one) ran[index] = true;
  }
  return ran;
}
