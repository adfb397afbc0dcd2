/** Of one part of a path; shorter ones would be found in texts that have nothing to do with it. */
const shortestPart = 12;

/** Takes the way behind the host out of a text: of a webhook it is the secret, and whoever refuses it likes to repeat it. */
export function maskAddress(text: string, address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return text;
  const { pathname, search } = url;
  const parts = [...pathname.split('/'), ...url.searchParams.values()].filter(({ length }) => length >= shortestPart);
  const written = [pathname + search, pathname, ...parts].flatMap((part) => [part, decoded(part)]);
  return written
    .filter((part) => part !== '' && part !== '/')
    .reduce((masked, part) => masked.replaceAll(part, part.startsWith('/') ? '/***' : '***'), text);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
