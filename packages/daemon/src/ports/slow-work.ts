/**
 * Work on very many readings or criteria that stops now and then, so that whoever asked for it may let others have their
 * turn. It knows no clock, so it stops every few milliseconds, whatever there is to do.
 */
export type SlowWork<T> = Generator<void, T, void>;
