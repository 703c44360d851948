import type { CallAws } from "../aws/call-aws.ts";
import { callQuery, listMembers, readChild } from "../aws/call-query.ts";

export interface RaisedAlarm {
  readonly name: string;
  /** ISO 8601. */
  readonly since: string;
}

/**
 * Reads the alarms of a stage that are in state ALARM.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export async function readRaisedAlarms(callAws: CallAws, stage: string, nextToken?: string): Promise<RaisedAlarm[]> {
  const result = await callQuery(callAws, {
    service: "monitoring",
    action: "DescribeAlarms",
    version: "2010-08-01",
    parameters: {
      ...{ StateValue: "ALARM", AlarmNamePrefix: `patchbay-${stage}-`, MaxRecords: "100" },
      ...(nextToken ? { NextToken: nextToken } : {}),
    },
  });
  const alarms = listMembers(result, "MetricAlarms").map((alarm) => ({
    name: readChild(alarm, "AlarmName") ?? "",
    since: readChild(alarm, "StateUpdatedTimestamp") ?? "",
  }));
  const next = readChild(result, "NextToken");
  return next ? [...alarms, ...(await readRaisedAlarms(callAws, stage, next))] : alarms;
}
