import { menu } from './menu.js';

/** By the sort of a customer's card. */
const discounts = { silver: { percent: 5 }, gold: { percent: 10 } };

/** What an order costs, or `undefined` when the tea is not on the menu. */
export function placeOrder({ tea, cups, card }) {
  const price = menu[tea];
  const { percent } = discounts[card];
  return price === undefined ? undefined : { tea, cups, cents: Math.round(price * cups * (1 - percent / 100)) };
}
