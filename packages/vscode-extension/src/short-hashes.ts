const wholeHash = /\b([0-9a-f]{7})[0-9a-f]{33}\b/g;

/** A whole commit hash fills a line and says no more than its beginning. */
export const shortHashes = (text: string): string => text.replace(wholeHash, '$1');
