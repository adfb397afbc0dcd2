import { expect, it } from 'vitest';
import { launchBrowser } from '../launch-browser.ts';
import { smallPng } from './small-png.ts';

// As text: it runs in the page, whose types the tests do not have.
const pixelsOf = (png: Buffer) => `(async () => {
  const image = new Image();
  image.src = 'data:image/png;base64,${png.toString('base64')}';
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  return [[5, 5], [45, 5], [5, 45], [45, 45]].map(([x, y]) => [...canvas.getImageData(x, y, 1, 1).data].slice(0, 3));
})()`;

it('is the same picture to a browser, in fewer bytes', async () => {
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 50, height: 50 } });
  await page.setContent(`<body style="margin: 0; width: 50px; height: 50px; background:
    linear-gradient(#c02626 0 0) 0 0 / 25px 25px no-repeat, linear-gradient(#137a43 0 0) 25px 0 / 25px 25px no-repeat,
    linear-gradient(#2563c9 0 0) 0 25px / 25px 25px no-repeat, #14171c">`);
  const picture = await page.screenshot();
  const colours = [
    [192, 38, 38],
    [19, 122, 67],
    [37, 99, 201],
    [20, 23, 28],
  ];
  expect(await page.evaluate(pixelsOf(picture))).toEqual(colours);
  const small = smallPng(picture);
  expect(await page.evaluate(pixelsOf(small))).toEqual(colours);
  expect(small.length).toBeLessThan(picture.length);
  await browser.close();
});
