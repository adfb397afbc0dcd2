import { existsSync } from 'node:fs';

/** Debian's packages first; then Chrome and Chromium where their own installers put them. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const findChromium = () => PLACES.find((path) => existsSync(path));
