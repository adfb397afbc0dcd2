import { menu } from './menu.js';

/** What an order costs, or `undefined` when the tea is not on the menu. */
export function placeOrder({ tea, cups }) {
  const price = menu[tea];
  return price === undefined ? undefined : { tea, cups, cents: price * cups };
}
