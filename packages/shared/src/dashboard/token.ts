const key = 'daywatch.token';

/**
 * The token that came in the address (`#token=…`), or the one this tab had before. It is taken out of the address at
 * once, so that it is neither bookmarked nor shown.
 */
export function takeToken(
  address: Pick<Location, 'hash' | 'pathname' | 'search'>,
  past: Pick<History, 'replaceState'>,
  kept: Pick<Storage, 'getItem' | 'setItem'>,
): string | undefined {
  const given = new URLSearchParams(address.hash.slice(1)).get('token');
  if (given === null) return kept.getItem(key) ?? undefined;
  kept.setItem(key, given);
  past.replaceState(null, '', address.pathname + address.search);
  return given;
}

export const keepToken = (token: string, kept: Pick<Storage, 'setItem'>): void => kept.setItem(key, token);
