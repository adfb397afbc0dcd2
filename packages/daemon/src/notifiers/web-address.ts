/** What is wrong with the address of a notifier; `${NAME}` may stand for all of it or a part. */
export function addressFault(address: string): string | undefined {
  if (/\$\{[A-Z_][A-Z0-9_]*\}/.test(address)) return undefined;
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return undefined;
  return 'is not an http or https address';
}

/** Where something is, without what may be a secret in its address. */
export const shownAddress = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'the address');
