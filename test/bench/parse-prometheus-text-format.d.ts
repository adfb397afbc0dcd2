declare module 'parse-prometheus-text-format' {
  interface Metric {
    readonly buckets?: Readonly<Record<string, string>>;
  }
  function parsePrometheusTextFormat(page: string): readonly { readonly metrics: readonly Metric[] }[];
  export = parsePrometheusTextFormat;
}
