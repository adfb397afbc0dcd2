/** A piece of SQL that means something; comments and white space are left away. */
export interface Token {
  /** `word`: keywords and plain names, in lower case. `name`: quoted, as written. `text`: a literal with its quotes. */
  readonly type: 'word' | 'name' | 'text' | 'number' | 'symbol';
  readonly value: string;
}

export interface Statement {
  readonly tokens: readonly Token[];
  /** As written, without comments, on one line. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

const wordStart = /[\p{L}_]/u;
const wordPart = /[\p{L}\p{N}_$]/u;
const dollarTag = /^\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/u;

/**
 * SQL as PostgreSQL reads it (src/backend/parser/scan.l), cut at the semicolons that end statements: not those in
 * quotes, in dollar quotes, in nested comments, in parentheses, or in a function's BEGIN ATOMIC … END.
 * Answers why not, when a quote or a comment never ends.
 */
export function splitStatements(sql: string): { readonly statements: readonly Statement[]; readonly fault?: string } {
  const statements: Statement[] = [];
  let tokens: Token[] = [];
  let pieces: string[] = [];
  let begin = 0;
  let parentheses = 0;
  let atomic = 0;
  let place = 0;
  /** Comments and spaces were passed: the next piece stands apart. */
  let apart = false;

  const lineAt = (index: number) => sql.slice(0, index).split('\n').length;
  function add(type: Token['type'], end: number): void {
    const written = sql.slice(place, end);
    if (tokens.length === 0) begin = place;
    const isWord = type === 'word';
    tokens.push({ type, value: isWord ? written.toLowerCase() : type === 'name' ? unquoted(written) : written });
    pieces.push(apart && pieces.length > 0 ? ` ${written}` : written);
    apart = false;
    place = end;
  }
  function end(): void {
    if (tokens.length > 0) {
      statements.push({ tokens, text: pieces.join('').replace(/\s+/g, ' ').trim(), line: lineAt(begin) });
    }
    tokens = [];
    pieces = [];
    parentheses = 0;
    atomic = 0;
    apart = false;
  }
  const unfinished = (what: string) => ({
    statements,
    fault: `${what} that begins in line ${lineAt(place)} never ends`,
  });

  while (place < sql.length) {
    const rest = sql.slice(place, place + 70);
    const character = rest[0] ?? '';
    if (/\s/.test(character)) {
      apart = true;
      place += 1;
    } else if (rest.startsWith('--')) {
      const newline = sql.indexOf('\n', place);
      apart = true;
      place = newline === -1 ? sql.length : newline;
    } else if (rest.startsWith('/*')) {
      const after = endOfComment(sql, place);
      if (after === undefined) return unfinished('a comment');
      apart = true;
      place = after;
    } else if (character === "'" || /^[ebnx]'/i.test(rest) || /^u&'/i.test(rest)) {
      const open = rest.indexOf("'");
      const after = endOfQuoted(sql, place + open + 1, "'", /^e/i.test(rest));
      if (after === undefined) return unfinished('a text');
      add('text', after);
    } else if (character === '"' || /^u&"/i.test(rest)) {
      const after = endOfQuoted(sql, place + rest.indexOf('"') + 1, '"', false);
      if (after === undefined) return unfinished('a quoted name');
      add('name', after);
    } else if (character === '`') {
      const after = endOfQuoted(sql, place + 1, '`', false);
      if (after === undefined) return unfinished('a quoted name');
      add('name', after);
    } else if (character === '$' && dollarTag.test(rest)) {
      const tag = dollarTag.exec(rest)?.[0] ?? '$$';
      const close = sql.indexOf(tag, place + tag.length);
      if (close === -1) return unfinished(`a text in ${tag}`);
      add('text', close + tag.length);
    } else if (wordStart.test(character)) {
      let after = place + 1;
      while (after < sql.length && wordPart.test(sql[after] ?? '')) after += 1;
      const word = sql.slice(place, after).toLowerCase();
      const before = tokens.at(-1)?.value;
      add('word', after);
      if (word === 'atomic' && before === 'begin') atomic += 1;
      else if (atomic > 0 && word === 'case') atomic += 1;
      else if (atomic > 0 && word === 'end') atomic -= 1;
    } else if (/\d/.test(character)) {
      const number = /^[\d_]+(?:\.[\d_]*)?(?:e[+-]?\d+)?/i.exec(rest)?.[0] ?? character;
      add('number', place + number.length);
    } else if (character === ';' && parentheses === 0 && atomic === 0) {
      place += 1;
      end();
    } else {
      if (character === '(') parentheses += 1;
      if (character === ')') parentheses = Math.max(0, parentheses - 1);
      add('symbol', place + 1);
    }
  }
  end();
  return { statements };
}

/** Block comments nest. */
function endOfComment(sql: string, from: number): number | undefined {
  let depth = 0;
  for (let place = from; place < sql.length; ) {
    if (sql.startsWith('/*', place)) {
      depth += 1;
      place += 2;
    } else if (sql.startsWith('*/', place)) {
      depth -= 1;
      place += 2;
      if (depth === 0) return place;
    } else place += 1;
  }
  return undefined;
}

/** Behind the closing quote; a doubled one stands for itself, and in `E'…'` a backslash takes the next along. */
function endOfQuoted(sql: string, from: number, quote: string, escapes: boolean): number | undefined {
  for (let place = from; place < sql.length; place += 1) {
    const character = sql[place];
    if (escapes && character === '\\') place += 1;
    else if (character === quote) {
      if (sql[place + 1] !== quote) return place + 1;
      place += 1;
    }
  }
  return undefined;
}

const unquoted = (name: string): string => {
  const bare = name.replace(/^u&/i, '');
  const quote = bare[0] ?? '';
  return bare.slice(1, -1).replaceAll(quote + quote, quote);
};
