/** What the tea house sells: prices in cents. */
export const menu = { sencha: 320, assam: 290, rooibos: 260 };
