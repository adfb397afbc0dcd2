/** What a link in a message may lead to. */
export const isWebAddress = (url: string): boolean => /^(https?:\/\/|mailto:)/i.test(url);
