/** What a change of the database means for the version before it, which will run on the changed database. */
export type Sort = 'reversible' | 'unknown' | 'irreversible';

/** What one statement does. */
export interface Effect {
  readonly sort: Sort;
  readonly because: string;
  /** It destroys rows or values: running the way back does not bring them back. */
  readonly losesData?: true;
}

const order: readonly Sort[] = ['reversible', 'unknown', 'irreversible'];

export const worse = (one: Sort, other: Sort): Sort => (order.indexOf(one) >= order.indexOf(other) ? one : other);

export const reversible = (because: string): Effect => ({ sort: 'reversible', because });
export const unknown = (because: string): Effect => ({ sort: 'unknown', because });
export const irreversible = (because: string): Effect => ({ sort: 'irreversible', because });
export const destroys = (because: string): Effect => ({ sort: 'irreversible', because, losesData: true });
