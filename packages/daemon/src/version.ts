import manifest from '../package.json' with { type: 'json' };

/** Of the daemon, the runner and the command line: they are one program. */
export const version: string = manifest.version;
