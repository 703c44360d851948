import { Duration } from "aws-cdk-lib";
import type { ServiceEntry } from "../../lib/service-entry.ts";
import { type AnomalyAlarm, stageMetric } from "./alarm-row.ts";

const within = Duration.minutes(15);

/**
 * Raised above CloudWatch's expectation, which is learnt from two weeks, for half an hour. Three deviations leave one of 700 periods above
 * it by chance. There is no threshold.
 */
const unusual = { panel: "flows", deviations: 3, periods: 2 } as const;

/** For what is normal at no fixed number: an attack, or a service that has been taken over, changes how much there is of it. */
export const anomalyAlarms = (stage: string, services: readonly Pick<ServiceEntry, "clientId">[]): AnomalyAlarm[] => [
  {
    ...unusual,
    name: "suspicious-callbacks",
    description:
      "Many more callbacks than usual have an unknown state or come from another browser: somebody may be trying flows",
    metric: stageMetric(stage, "CallbackSuspicious", { statistic: "Sum", within }),
  },
  ...services.map(
    ({ clientId }): AnomalyAlarm => ({
      ...unusual,
      name: `token-reads-${clientId}`,
      section: "token-reads",
      description: `The service ${clientId} reads many more tokens than usual: it may have been taken over`,
      metric: stageMetric(stage, "TokenRead", { statistic: "Sum", within }, { service: clientId }),
    }),
  ),
];
