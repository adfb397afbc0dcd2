import type { Token } from './split-statements.ts';

/** Reads a statement from left to right. */
export interface TokenReader {
  /** Takes these words if they come next, and says whether they did. */
  take(...words: readonly string[]): boolean;
  peek(offset?: number): string | undefined;
  /** A name, with its schema if it has one: `public.orders`. Of the schema `public` only the rest counts. */
  name(): string | undefined;
  rest(): readonly Token[];
}

export function readTokens(tokens: readonly Token[]): TokenReader {
  let place = 0;
  const at = (offset: number): string | undefined => {
    const token = tokens[place + offset];
    return token?.type === 'word' || token?.type === 'symbol' ? token.value : undefined;
  };
  const isName = (token: Token | undefined): token is Token => token?.type === 'word' || token?.type === 'name';
  return {
    take(...words) {
      if (!words.every((word, offset) => at(offset) === word)) return false;
      place += words.length;
      return true;
    },
    peek: (offset = 0) => at(offset),
    name() {
      const first = tokens[place];
      if (!isName(first)) return undefined;
      place += 1;
      const parts = [first.value];
      while (tokens[place]?.value === '.' && isName(tokens[place + 1])) {
        parts.push(tokens[place + 1]?.value ?? '');
        place += 2;
      }
      return (parts[0] === 'public' && parts.length > 1 ? parts.slice(1) : parts).join('.');
    },
    rest: () => tokens.slice(place),
  };
}

/** Cut at the commas that stand in no parentheses. */
export function listOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.value === '(' && token.type === 'symbol') depth += 1;
    if (token.value === ')' && token.type === 'symbol') depth -= 1;
    if (depth === 0 && token.type === 'symbol' && token.value === ',') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

export const has = (tokens: readonly Token[], ...words: readonly string[]): boolean =>
  tokens.some((_, place) =>
    words.every((word, offset) => {
      const token = tokens[place + offset];
      return token?.type === 'word' && token.value === word;
    }),
  );
