import { onDuty } from './on-duty.js';

// Without customers there is nothing to measure: here they are, some forty requests a second.
const [url, pidFile] = process.argv.slice(2);
const teas = ['sencha', 'assam', 'rooibos'];
const cards = [undefined, undefined, 'silver', 'gold'];
const oneOf = (list) => list[Math.floor(Math.random() * list.length)];

const look = () => fetch(`${url}/menu`);
const order = () =>
  fetch(`${url}/orders`, {
    method: 'POST',
    body: JSON.stringify({ tea: oneOf(teas), cups: oneOf([1, 2, 4]), card: oneOf(cards) }),
  });

setInterval(() => {
  oneOf([look, order, order])()
    .then((answer) => answer.arrayBuffer())
    // While a release is replaced nobody answers: customers come again.
    .catch(() => undefined);
}, 25);
onDuty(pidFile, () => process.exit());
