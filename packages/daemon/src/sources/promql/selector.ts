import { type LinearExpression, linearExpression } from '../../web/linear-expression.ts';
import { type Labels, labelValue } from './labels.ts';

type Operator = '=' | '!=' | '=~' | '!~';

interface Matcher {
  readonly label: string;
  readonly operator: Operator;
  /** What the label is compared with. */
  readonly value: string;
  matches(value: string): boolean;
}

/** Which series of a page are meant, as PromQL writes it: `http_requests_total{status=~"5.."}`. */
export interface Selector {
  /** As it was written. */
  readonly text: string;
  readonly name: string;
  readonly matchers: readonly Matcher[];
}

/** What is wrong with a selector, and what to write instead. */
export class SelectorError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'SelectorError';
    this.hint = hint;
  }
}

const shapeHint = 'Write it like http_requests_total{status=~"5..",route!="/healthz"}.';
const token = /\s*(?:([a-zA-Z_:][a-zA-Z0-9_:]*)|(=~|!~|!=|=|\{|\}|,)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`))/y;

type Token = { readonly type: 'word' | 'mark' | 'text' | 'end'; readonly value: string; readonly at: number };

/** Reads a selector. A label that a series has not counts as empty, as in Prometheus. Throws a `SelectorError`. */
export function parseSelector(text: string): Selector {
  const tokens = tokensOf(text);
  let next = 0;
  const peek = (): Token => tokens[next] ?? { type: 'end', value: 'the end', at: text.length };
  const take = (): Token => {
    const taken = peek();
    next++;
    return taken;
  };
  const fail = (wanted: string, got: Token): never => {
    const call = /^\s*[a-z_]+\s*\(|\[[^\]]*\]\s*$/i.test(text);
    const hint = call ? 'Write the series alone: Daywatch takes the increase and the quantile itself.' : shapeHint;
    throw new SelectorError(`"${text}": ${wanted} expected at ${got.at + 1}, not ${got.value}`, hint);
  };

  let name = peek().type === 'word' ? take().value : '';
  const matchers: Matcher[] = [];
  if (peek().value === '{') {
    take();
    // A name beyond letters, digits, "_" and ":" stands quoted as the first thing in the braces.
    if (name === '' && peek().type === 'text') {
      name = take().value;
      if (peek().value === ',') take();
    }
    while (peek().value !== '}') {
      const label = take();
      if (label.type === 'mark' || label.type === 'end') fail('a label', label);
      const operator = take();
      if (!isOperator(operator.value)) return fail('=, !=, =~ or !~', operator);
      const value = take();
      if (value.type !== 'text') fail('a value in quotes', value);
      matchers.push(matcher(label.value, operator.value, value.value, text));
      if (peek().value === ',') take();
      else if (peek().value !== '}') fail('a comma or }', peek());
    }
    take();
  }
  if (peek().type !== 'end') fail('the end', peek());
  if (name === '') throw new SelectorError(`"${text}" names no metric`, shapeHint);
  return { text, name, matchers };
}

export const selects = (selector: Selector, labels: Labels): boolean =>
  selector.matchers.every((matcher) => matcher.matches(labelValue(labels, matcher.label) ?? ''));

const isOperator = (mark: string): mark is Operator => mark === '=' || mark === '!=' || mark === '=~' || mark === '!~';

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (text.slice(token.lastIndex).trim() !== '') {
    const at = token.lastIndex;
    const [, word, mark, quoted] = token.exec(text) ?? [];
    if (word !== undefined) tokens.push({ type: 'word', value: word, at });
    else if (mark !== undefined) tokens.push({ type: 'mark', value: mark, at });
    else if (quoted !== undefined) tokens.push({ type: 'text', value: unquoted(quoted, text), at });
    else {
      tokens.push({ type: 'mark', value: text.slice(at).trim().charAt(0), at });
      break;
    }
  }
  return tokens;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\', '"': '"', "'": "'", n: '\n', t: '\t', r: '\r' };

function unquoted(quoted: string, selector: string): string {
  const inner = quoted.slice(1, -1);
  if (quoted.startsWith('`')) return inner;
  return inner.replace(/\\(.)/gs, (_, char: string) => {
    const meant = escapes[char];
    if (meant !== undefined) return meant;
    throw new SelectorError(
      `"${selector}": \\${char} is no escape`,
      `A backslash is written twice, as in PromQL: \\\\${char}.`,
    );
  });
}

function matcher(label: string, operator: Operator, value: string, selector: string): Matcher {
  if (label === '__name__')
    throw new SelectorError(`"${selector}": __name__ cannot be matched`, 'Write the name before the braces.');
  if (operator === '=') return { label, operator, value, matches: (actual) => actual === value };
  if (operator === '!=') return { label, operator, value, matches: (actual) => actual !== value };
  const pattern = anchored(value, selector);
  const matches = (actual: string) => pattern.test(actual) === (operator === '=~');
  return { label, operator, value, matches };
}

/** As in PromQL, an expression matches the whole value or not at all. */
function anchored(expression: string, selector: string): LinearExpression {
  try {
    // On its own first: `a)(b` would be valid between the brackets below.
    linearExpression(expression);
    return linearExpression(`^(?:${expression})$`, ['s']);
  } catch (cause) {
    throw new SelectorError(
      `"${selector}": ${cause instanceof Error ? cause.message : String(cause)}`,
      'Write a regular expression of RE2, as in PromQL.',
    );
  }
}
