import { enableCompileCache } from 'node:module';

// Compiled once, kept in the temporary folder of the system: the next start is quicker. It holds for what is imported
// from here on, which is why nothing of ours is imported above.
enableCompileCache();
const { runCommandLine } = await import('./command-line.ts');
await runCommandLine();
