/** A recipient as it may stand in a record that many read: enough to know who it was, not enough to write there. */
export function maskRecipient(to: string): string {
  if (to.includes('${')) return to;
  const [, first = '', host = ''] = /^([^@\s])[^@\s]*@([^@\s]+)$/.exec(to) ?? [];
  if (host !== '') return `${first}***@${host}`;
  if (/^https?:\/\//i.test(to) && URL.canParse(to)) return `${new URL(to).origin}/***`;
  return to;
}
