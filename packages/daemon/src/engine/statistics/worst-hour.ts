import type { Tuning } from '../tuning.ts';

/**
 * How sure we must be, in nats, that an hour of the baseline really was as bad as it looks before the limit follows it.
 * Of many hours that are all alike the worst looks bad by chance alone, so what is asked of one grows with how many there are.
 */
export const worstHourNats = (
  hours: number,
  { blockNats, blockCare }: Pick<Tuning, 'blockNats' | 'blockCare'>,
): number => blockNats + blockCare * Math.log(Math.max(1, hours));
