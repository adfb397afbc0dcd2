/** Whether this is `npm run test:long`: what has a short form every day is done in its long one. */
export const isLong = process.env.DAYWATCH_LONG === '1';
