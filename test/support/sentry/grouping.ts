interface Frame {
  readonly function?: string;
  readonly filename?: string;
  readonly module?: string;
  readonly in_app?: boolean;
}

/** As much of an event as grouping and searching look at: https://develop.sentry.dev/sdk/data-model/event-payloads/. */
export interface SentEvent {
  readonly timestamp?: number;
  readonly level?: string;
  readonly environment?: string;
  readonly release?: string;
  readonly transaction?: string;
  readonly message?: string | { readonly formatted?: string; readonly message?: string };
  readonly logentry?: { readonly message?: string };
  readonly fingerprint?: readonly string[];
  readonly user?: { readonly id?: string; readonly email?: string; readonly ip_address?: string };
  readonly exception?: {
    readonly values?: readonly {
      readonly type?: string;
      readonly value?: string;
      readonly stacktrace?: { readonly frames?: readonly Frame[] };
    }[];
  };
}

export interface Group {
  readonly key: string;
  readonly title: string;
  readonly culprit: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** By fingerprint, else by the error's type and the functions of its own code, else by the message. */
export function groupOf(event: SentEvent): Group {
  // The last one is the error that was caught; those before are its causes.
  const last = event.exception?.values?.at(-1);
  // A message with the stack of where it was sent from is no error.
  const error = last?.type === undefined ? undefined : last;
  const frames = last?.stacktrace?.frames ?? [];
  const own = frames.filter((frame) => frame.in_app !== false);
  const top = own.at(-1) ?? frames.at(-1);
  const message =
    typeof event.message === 'string'
      ? event.message
      : (event.message?.formatted ?? event.logentry?.message ?? last?.value ?? '');
  const type = error?.type ?? '';
  const title = error === undefined ? message : `${type}: ${(error.value ?? '').split('\n')[0]}`;
  const fingerprint = event.fingerprint?.filter((part) => part !== '{{ default }}') ?? [];
  const trace = own.map((frame) => `${frame.module ?? frame.filename}:${frame.function}`).join('|');
  const byDefault = trace === '' ? title : `${type} ${trace}`;
  const hasDefault = event.fingerprint === undefined || event.fingerprint.includes('{{ default }}');
  const culprit =
    event.transaction ?? (top === undefined ? '' : `${top.function ?? '?'}(${top.module ?? top.filename ?? ''})`);
  return {
    key: [...fingerprint, ...(hasDefault ? [byDefault] : [])].join(' '),
    title,
    culprit,
    metadata:
      error === undefined
        ? { title: message }
        : {
            type,
            value: error.value ?? '',
            ...(top?.filename !== undefined && { filename: top.filename }),
            ...(top?.function !== undefined && { function: top.function }),
          },
  };
}
