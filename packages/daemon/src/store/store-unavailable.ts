/** The database cannot be used as things stand, and a person can change that: the message says what is wrong and what to do. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
