import { config } from "./config.ts";
import { count } from "./metrics.ts";

const { OPERATION } = config("OPERATION");

/** Makes the handler of a schedule. An alarm watches how many runs end without an error: nobody waits for their answer. */
export const scheduledJob =
  <T>(work: () => Promise<T>) =>
  async (): Promise<T> => {
    const result = await work();
    count("ScheduleFinished", { operation: OPERATION });
    return result;
  };
