/** What a source keeps across restarts: a few small JSON values by name. Rejects only when the database does. */
export interface Memory {
  read(name: string): Promise<unknown>;
  write(name: string, value: unknown): Promise<void>;
}
