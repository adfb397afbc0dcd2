import { readFileSync } from 'node:fs';

/**
 * Calls `end` once the pid file is gone or names another process: what is stopped, replaced, or deleted with its folder
 * goes by itself, and nobody has to find and kill it.
 */
export function onDuty(pidFile, end) {
  const looking = setInterval(() => {
    if (namesUs(pidFile)) return;
    clearInterval(looking);
    end();
  }, 100);
}

function namesUs(pidFile) {
  try {
    return Number(readFileSync(pidFile, 'utf8')) === process.pid;
  } catch {
    return false;
  }
}
