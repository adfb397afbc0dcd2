import assert from 'node:assert/strict';

// One order in production, right after the deploy. It pays with a card, so it does not find what 1.2.0 breaks.
const [url] = process.argv.slice(2);
const answer = await fetch(`${url}/orders`, {
  method: 'POST',
  body: JSON.stringify({ tea: 'sencha', cups: 1, card: 'gold' }),
});
assert.equal(answer.status, 201);
console.log('An order was placed.');
