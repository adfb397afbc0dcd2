import { createHash } from 'node:crypto';

/** SHA-256 of the plan's text, hex. */
export const planHash = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
