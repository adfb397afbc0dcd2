import { RE2JS, RE2JSException } from 're2js';
import * as z from 'zod';

/** A regular expression whose time grows with the text and not faster, whatever is written in it. */
export interface LinearExpression {
  test(text: string): boolean;
  /** The first match: the whole of it, then its groups. */
  exec(
    text: string,
  ): (readonly (string | undefined)[] & { readonly groups?: Readonly<Record<string, string>> }) | undefined;
}

const flagsOf = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL, u: 0 } as const;
export type ExpressionFlag = keyof typeof flagsOf;

/**
 * The engine is RE2's, for plans come from many hands and one expression like `^(a+)+$` would stop the whole daemon. It
 * reads what JavaScript does, but for what takes backtracking: lookaround and references to groups. Throws what is wrong.
 */
export function linearExpression(written: string, flags: readonly ExpressionFlag[] = []): LinearExpression {
  const key = `${flags.join('')}/${written}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const expression = compile(written, flags);
  // A workflow may put values into its expressions: they are not collected for ever.
  if (cache.size >= 1_000) cache.clear();
  cache.set(key, expression);
  return expression;
}

const cache = new Map<string, LinearExpression>();

function compile(written: string, flags: readonly ExpressionFlag[]): LinearExpression {
  try {
    const compiled = RE2JS.compile(
      RE2JS.translateRegExp(written),
      flags.reduce((sum, flag) => sum | flagsOf[flag], 0),
    );
    return {
      test: (text) => compiled.test(text),
      exec: (text) => compiled.exec(text) ?? undefined,
    };
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause;
    throw new SyntaxError(cause.message.replace(/^error parsing regexp: /, ''), { cause });
  }
}

/** What is wrong with an expression, for plans; `undefined` when it can be used. */
export function expressionFault(
  written: string,
  read: (text: string) => unknown = linearExpression,
): string | undefined {
  try {
    read(written);
    return undefined;
  } catch (cause) {
    if (cause instanceof SyntaxError) return `"${written}" is not a regular expression: ${cause.message}`;
    throw cause;
  }
}

/** A text that is checked as an expression, and stays as it was written. */
export const expressionText = (hint: string, read?: (text: string) => unknown) =>
  z
    .string()
    .min(1)
    .superRefine((text, context) => {
      const message = expressionFault(text, read);
      if (message === undefined) return;
      const backtracks = /Perl syntax|escape sequence/.test(message);
      const limits = ' Lookaround and references to groups cannot be used: they may take for ever.';
      context.addIssue({ code: 'custom', message, params: { hint: `${hint}${backtracks ? limits : ''}` } });
    });
