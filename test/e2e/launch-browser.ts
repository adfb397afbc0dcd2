import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './find-chromium.ts';

/** Debian's Chromium, headless. */
export async function launchBrowser(env: NodeJS.ProcessEnv = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('No Chromium on this machine. Install it: apt-get install chromium');
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    args: [
      // Its sandbox refuses to run as root.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      // /dev/shm is small in containers.
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-features=LocalNetworkAccessChecks',
    ],
  });
}
