/** What the migrations that were read so far have made: the version before knows nothing of it, and cannot miss it. */
export class Catalogue {
  private readonly made = new Set<string>();
  private readonly columns = new Set<string>();
  private readonly defaults = new Set<string>();

  make(name: string | undefined): void {
    if (name !== undefined) this.made.add(name);
  }
  isNew(name: string | undefined): boolean {
    return name !== undefined && this.made.has(name);
  }
  addColumn(table: string, column: string | undefined, hasDefault: boolean): void {
    if (column === undefined) return;
    this.columns.add(`${table}.${column}`);
    if (hasDefault) this.giveDefault(table, column);
  }
  isNewColumn(table: string, column: string | undefined): boolean {
    return this.isNew(table) || (column !== undefined && this.columns.has(`${table}.${column}`));
  }
  giveDefault(table: string, column: string): void {
    this.defaults.add(`${table}.${column}`);
  }
  hasDefault(table: string, column: string | undefined): boolean {
    return column !== undefined && this.defaults.has(`${table}.${column}`);
  }
}
