import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeOrder } from '../place-order.js';

test('two cups cost twice as much', () => {
  assert.equal(placeOrder({ tea: 'assam', cups: 2 }).cents, 580);
});

test('what is not on the menu cannot be ordered', () => {
  assert.equal(placeOrder({ tea: 'coffee', cups: 1 }), undefined);
});
