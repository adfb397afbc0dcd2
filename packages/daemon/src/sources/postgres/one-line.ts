const atMost = 160;

/** A statement on one line, for messages. */
export function oneLine(sql: string): string {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > atMost ? `${line.slice(0, atMost)}…` : line;
}
