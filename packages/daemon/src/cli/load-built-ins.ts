/**
 * What the daemon uses of Node's own modules. Node brings them compiled, and V8 takes that only while no flag of it has
 * been set: later they would be compiled anew, half of `node:http` among them, at each start.
 */
export async function loadBuiltIns(): Promise<void> {
  await Promise.all([
    import('node:child_process'),
    import('node:crypto'),
    import('node:dns'),
    import('node:fs/promises'),
    import('node:http'),
    import('node:https'),
    import('node:sqlite'),
  ]);
}
