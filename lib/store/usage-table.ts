import { config } from "../config.ts";

/** Whether this Lambda may count for administrators. */
export const isCounting = (): boolean => config("USAGE_TABLE").USAGE_TABLE !== undefined;

/** The table with the counts. @throws Error in a Lambda that neither counts nor reads them */
export function getUsageTable(): string {
  const { USAGE_TABLE } = config("USAGE_TABLE");
  if (USAGE_TABLE === undefined) throw new Error("The environment variable USAGE_TABLE is missing.");
  return USAGE_TABLE;
}
