export interface CsvRow {
  readonly [column: string]: string;
}

export interface CsvTable {
  readonly columns: readonly string[];
  /** Columns by which series are told apart. */
  readonly group: ReadonlySet<string>;
  readonly rows: readonly CsvRow[];
}

/**
 * Tables of InfluxDB's annotated CSV: a blank line, annotations or a header begin the next one.
 * https://docs.influxdata.com/influxdb/v2/reference/syntax/annotated-csv/
 */
export function annotatedTables(text: string): readonly CsvTable[] {
  const tables: { columns: readonly string[]; group: ReadonlySet<string>; rows: CsvRow[] }[] = [];
  let annotations = new Map<string, readonly string[]>();
  let header: readonly string[] | undefined;
  for (const fields of csvRecords(text)) {
    const [first = ''] = fields;
    if (fields.length === 1 && first === '') {
      header = undefined;
      annotations = new Map();
    } else if (first.startsWith('#')) {
      if (header !== undefined) annotations = new Map();
      header = undefined;
      annotations.set(first, fields);
    } else if (header === undefined) {
      header = fields;
      const grouped = annotations.get('#group') ?? [];
      tables.push({ columns: header, group: new Set(header.filter((_, i) => grouped[i] === 'true')), rows: [] });
    } else {
      const defaults = annotations.get('#default') ?? [];
      const row: Record<string, string> = {};
      for (const [i, column] of header.entries()) {
        const value = fields[i] ?? '';
        if (column !== '') row[column] = value === '' ? (defaults[i] ?? '') : value;
      }
      tables.at(-1)?.rows.push(row);
    }
  }
  return tables;
}

/** RFC 4180: fields in quotes may hold commas, line feeds, and quotes written twice. */
function* csvRecords(text: string): Generator<readonly string[]> {
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  let begun = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (quoted) {
      if (char !== '"') field += char;
      else if (text.charAt(at + 1) === '"') {
        field += '"';
        at++;
      } else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ',') {
      fields.push(field);
      field = '';
    } else if (char === '\n') {
      yield [...fields, field];
      fields = [];
      field = '';
      begun = false;
      continue;
    } else if (char !== '\r') field += char;
    begun = true;
  }
  if (begun) yield [...fields, field];
}
