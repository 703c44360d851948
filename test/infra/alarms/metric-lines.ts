// What CloudWatch makes of lines in its embedded metric format.
import { z } from "zod";

const lineSchema = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.tuple([z.array(z.string())]),
        Metrics: z.tuple([z.object({ Name: z.string(), Unit: z.string() })]),
      }),
    ),
  }),
});

export interface WrittenMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: readonly number[];
}

/** The metrics of a line; none of a line in another format. */
export function readMetrics(text: string): WrittenMetric[] {
  const line = lineSchema.safeParse(JSON.parse(text)).data;
  if (line === undefined) return [];
  return line._aws.CloudWatchMetrics.map(({ Namespace, Dimensions: [names], Metrics: [{ Name }] }) => ({
    namespace: Namespace,
    name: Name,
    dimensions: Object.fromEntries(names.map((name) => [name, String(line[name])])),
    values: z.array(z.number()).parse([line[Name]].flat()),
  }));
}
