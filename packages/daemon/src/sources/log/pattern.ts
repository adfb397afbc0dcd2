import {
  type ExpressionFlag,
  expressionText,
  type LinearExpression,
  linearExpression,
} from '../../web/linear-expression.ts';

/** `/no stock/i`, or the same without slashes: then capitals count. */
const slashed = /^\/(.+)\/([imsu]*)$/s;

/** A regular expression, with or without slashes around it; its dot is any character. Throws what is wrong with it. */
export function expressionOf(written: string): LinearExpression {
  const [, body = written, flags = ''] = slashed.exec(written) ?? [];
  return linearExpression(body, [...new Set<string>([...flags, 's'])] as ExpressionFlag[]);
}

/** A text that stays as it was written. */
export const patternText = expressionText(
  'Write a regular expression, with slashes around it or without.',
  expressionOf,
);

/** How it is shown. */
export const patternInWords = (written: string): string => (slashed.test(written) ? written : `/${written}/`);
