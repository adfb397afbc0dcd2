import { expect, it } from 'vitest';
import { maskAddress } from './mask-address.ts';

const slack = 'https://hooks.example.com/services/T0000/B0000/abcdefghijklmnop';

it.each([
  ['the path of a refused request', slack, `Cannot POST ${new URL(slack).pathname}`, 'Cannot POST /***'],
  ['its token alone', slack, 'no webhook abcdefghijklmnop', 'no webhook ***'],
  [
    'a token in the query',
    'https://x.example/in?key=abcdefghijkl',
    '/in?key=abcdefghijkl: bad key abcdefghijkl',
    '/***: bad key ***',
  ],
  ['a path that is written readably', 'https://x.example/a%20secret%20way', 'no /a secret way', 'no /***'],
  ['nothing of an address without a path', 'https://x.example/', '404: / is not here', '404: / is not here'],
  ['nothing of what is no address', 'acme/shop', 'acme/shop is not there', 'acme/shop is not there'],
  ['nothing of a mail address', 'ada@example.com', '550 ada@example.com', '550 ada@example.com'],
])('masks %s', (_, address, text, masked) => {
  expect(maskAddress(text, address)).toBe(masked);
});
