/** Why the demo cannot go on: one sentence for whoever started it, and what to do about it. */
export class DemoFailure extends Error {
  override readonly name = 'DemoFailure';
  readonly hint: string | undefined;
  /** The demo cannot run here at all, as opposed to: something went wrong. */
  readonly wrongPlace: boolean;
  constructor(
    message: string,
    { hint, wrongPlace = false, cause }: { hint?: string; wrongPlace?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.hint = hint;
    this.wrongPlace = wrongPlace;
  }
}
