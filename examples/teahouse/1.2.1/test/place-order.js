import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeOrder } from '../place-order.js';

test('a gold card saves a tenth', () => {
  assert.equal(placeOrder({ tea: 'assam', cups: 2, card: 'gold' }).cents, 522);
});

test('who has no card pays what is on the menu', () => {
  assert.equal(placeOrder({ tea: 'assam', cups: 2 }).cents, 580);
});

test('what is not on the menu cannot be ordered', () => {
  assert.equal(placeOrder({ tea: 'coffee', cups: 1, card: 'silver' }), undefined);
});
