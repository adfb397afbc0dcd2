/** A name as SQL: exactly this one, whatever letters it has. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `shop.orders` is a table in a schema. */
export const quoteTable = (name: string): string => name.split('.').map(quoteIdentifier).join('.');
