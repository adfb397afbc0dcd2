const nodeFrame = /^\s*at (?:async )?(?:(.+?) \()?(?:file:\/\/)?([^()\s]+?):\d+(?::\d+)?\)?$/;
const javaFrame = /^\s*at ([\w$.<>/]+)\(([\w$]+\.\w+)(?::\d+)?\)$/;
const pythonFrame = /^\s*File "([^"]+)", line \d+, in (.+)$/;

/** Frames of the runtime and of libraries: every fault passes through them. */
const isForeign = (file: string): boolean =>
  /^node:|^internal\/|(?:^|\/)node_modules\/|^<|\/site-packages\/|\/lib\/python\d/.test(file);

/**
 * Where a fault was raised, from its stack: `placeOrder (src/place-order.ts)`. Without lines, which move with every
 * release, and without the folders above, in which releases are unpacked.
 */
export function placeOf(stack: readonly string[]): string | undefined {
  const frames = stack.flatMap((line) => frameOf(line));
  // Python prints the innermost call last.
  if (stack.some((line) => pythonFrame.test(line))) frames.reverse();
  const frame = frames.find(({ file }) => !isForeign(file)) ?? frames[0];
  if (frame === undefined) return undefined;
  const file = frame.file.split('/').slice(-2).join('/');
  return frame.name === undefined ? file : `${frame.name} (${file})`;
}

function frameOf(line: string): { readonly name: string | undefined; readonly file: string }[] {
  const python = pythonFrame.exec(line);
  if (python?.[1] !== undefined) return [{ name: python[2], file: python[1] }];
  const java = javaFrame.exec(line);
  if (java?.[2] !== undefined) return [{ name: java[1], file: java[2] }];
  const node = nodeFrame.exec(line);
  return node?.[2] === undefined ? [] : [{ name: node[1], file: node[2] }];
}
