import { functionName } from "../names.ts";
import type { Job } from "../triggers.ts";
import { type AlarmRow, sumMetric } from "./alarm-row.ts";

/** Lambda concurrency is a limit of the account, so this metric has no dimension. */
export const throttleAlarm = (): AlarmRow => ({
  name: "lambda-throttles",
  description: "The account has run out of Lambda concurrency",
  metric: sumMetric("AWS/Lambda", "Throttles"),
  threshold: 1,
});

/** One alarm for each background Lambda: no client waits for its answer, so nobody would notice a failure. */
export const jobAlarm = (stage: string, name: string, { run, provider }: Pick<Job, "run" | "provider">): AlarmRow => ({
  name: `${name}-errors`,
  description: `The Lambda ${run} fails`,
  metric: sumMetric("AWS/Lambda", "Errors", {
    FunctionName: functionName(stage, run, provider === "every" ? undefined : provider),
  }),
  threshold: 1,
});
